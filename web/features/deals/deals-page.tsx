/** Deals as a board of stages or as a table; what is shown stands in the address. */
import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { CallOutput } from '../../../src/core/contract.ts';
import { editPipeline, getBoard } from '../../../src/features/deals/schema.ts';
import { type Format, useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Board } from './board.tsx';
import styles from './deals.module.css';
import { DealsFilterBar } from './deals-filter-bar.tsx';
import { toDealFilter, type Words } from './deals-query.ts';
import { DealsTable } from './deals-table.tsx';
import { useSeller } from './use-seller.ts';

const filterNames = ['search', 'owner', 'kind', 'stage', 'status', 'closeFrom', 'closeTo', 'removed'];

export function DealsPage() {
  const words: Words = useSearch({ from: '/signed-in/deals' });
  const navigate = useNavigate();
  const { member } = useSession();
  const isSeller = useSeller();
  const format = useFormat();
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
  const board = useQuery({ ...queryOf(getBoard, { query: toDealFilter(words, member.id) }), enabled: !isTable });
  const filters = (
    <DealsFilterBar words={words} isTable={isTable} onChange={change} {...(isFiltered ? { onClear: clear } : {})} />
  );
  return (
    <>
      <PageHead
        title={board.data && !isTable ? sayBoard(board.data.columns, format) : 'Deals'}
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
      {isTable ? (
        <DealsTable
          words={words}
          onChange={change}
          isFiltered={isFiltered}
          onClear={clear}
          add={add}
          filters={filters}
        />
      ) : (
        <>
          <div className={styles.filters}>
            <Card flush>{filters}</Card>
          </div>
          <Board
            board={board}
            words={words}
            add={isFiltered ? <Button onClick={clear}>Clear the filters</Button> : add}
            isFiltered={isFiltered}
          />
        </>
      )}
    </>
  );
}

function sayBoard(columns: CallOutput<typeof getBoard>['columns'], format: Format): string {
  const count = columns.reduce((sum, column) => sum + column.count, 0);
  const [first] = columns;
  if (count === 0 || first === undefined) return 'Deals';
  const minor = columns.reduce((sum, column) => sum + column.sum.minor, 0);
  const worth = minor > 0 ? ` worth ${format.roughMoney({ ...first.sum, minor })}` : '';
  return `${count === 1 ? 'One open deal' : `${format.number(count)} open deals`}${worth}`;
}
