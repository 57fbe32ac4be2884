/** Deals as a board of stages or as a table; what is shown stands in the address. */
import { Button, SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { editPipeline } from '../../../src/features/deals/schema.ts';
import { may, useSession } from '../../session.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Board } from './board.tsx';
import { DealsFilterBar } from './deals-filter-bar.tsx';
import type { Words } from './deals-query.ts';
import { DealsTable } from './deals-table.tsx';
import { useSeller } from './use-seller.ts';

const filterNames = ['search', 'owner', 'kind', 'stage', 'status', 'closeFrom', 'closeTo', 'removed'];

export function DealsPage() {
  const words: Words = useSearch({ from: '/signed-in/deals' });
  const navigate = useNavigate();
  const { member } = useSession();
  const isSeller = useSeller();
  const isTable = words.view === 'table';
  const change = (next: Record<string, string | null>) => {
    const search = Object.fromEntries(
      Object.entries({ ...words, ...next }).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    );
    void navigate({ to: '/deals', search, replace: true });
  };
  const isFiltered = filterNames.some((name) => words[name]);
  const clear = () => change(Object.fromEntries(filterNames.map((name) => [name, null])));
  const add = isSeller && (
    <LinkButton to="/deals/new" search={{}} variant="filled">
      Open a deal
    </LinkButton>
  );
  return (
    <>
      <PageHead
        title="Deals"
        lead="What Sales is working to win, where each stands, and what is in the way."
        actions={
          <>
            <SegmentedControl
              aria-label="How deals are shown"
              data={[
                { value: 'board', label: 'Board' },
                { value: 'table', label: 'Table' },
              ]}
              value={isTable ? 'table' : 'board'}
              onChange={(value) => change({ view: value === 'table' ? 'table' : null })}
            />
            {(may(member.role, editPipeline) || member.actsFor.length > 0) && (
              <LinkButton to="/deals/stages">Stages</LinkButton>
            )}
            {add}
          </>
        }
      />
      <DealsFilterBar words={words} isTable={isTable} onChange={change} {...(isFiltered ? { onClear: clear } : {})} />
      {isTable ? (
        <DealsTable words={words} onChange={change} isFiltered={isFiltered} onClear={clear} add={add} />
      ) : (
        <Board
          words={words}
          add={isFiltered ? <Button onClick={clear}>Clear the filters</Button> : add}
          isFiltered={isFiltered}
        />
      )}
    </>
  );
}
