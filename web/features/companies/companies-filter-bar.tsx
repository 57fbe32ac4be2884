/** What of Companies is shown; all of it stands in the address. */
import { Button } from '@mantine/core';
import { FilterFold } from '../../ui/filter-fold.tsx';
import { useNarrow } from '../../ui/use-narrow.ts';
import { ConditionFilter } from '../people/condition-filter.tsx';
import { ListSelect } from '../people/list-select.tsx';
import { OwnerSelect } from '../people/owner-select.tsx';
import type { RecordQuery } from '../people/record-queries.ts';
import { SearchInput } from '../people/search-input.tsx';
import settings from '../settings/settings.module.css';
import type { ViewState } from '../views/use-views.ts';

type Props = Pick<ViewState, 'words'> & {
  onChange: ViewState['change'];
  onClear?: () => void;
  rest: RecordQuery;
};

export function CompaniesFilterBar({ words, onChange, onClear, rest }: Props) {
  const { search, owner, list, removed, direction, filter } = words;
  const narrow = useNarrow();
  return (
    <search className={settings.toolbar}>
      <SearchInput placeholder="Name or domain" value={search} onSearch={(text) => onChange({ search: text })} />
      <FilterFold label="Filter and order">
        <OwnerSelect value={owner ?? null} onChange={(id) => onChange({ owner: id })} />
        <ListSelect object="account" value={list ?? null} onChange={(id) => onChange({ list: id })} />
        {narrow && (
          <Button variant="subtle" onClick={() => onChange({ direction: direction === 'desc' ? null : 'desc' })}>
            {direction === 'desc' ? 'From A to Z' : 'From Z to A'}
          </Button>
        )}
        <ConditionFilter object="account" filter={filter} rest={rest} onChange={(next) => onChange({ filter: next })} />
        <Button
          variant="subtle"
          aria-pressed={removed === 'yes'}
          onClick={() => onChange({ removed: removed === 'yes' ? null : 'yes' })}
        >
          {removed === 'yes' ? 'Hide removed' : 'Show removed'}
        </Button>
      </FilterFold>
      {onClear && (
        <Button variant="subtle" onClick={onClear}>
          Clear
        </Button>
      )}
    </search>
  );
}
