/** What of the deals is shown; all of it stands in the address. */
import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getPipeline } from '../../../src/features/deals/schema.ts';
import { queryOf } from '../../queries.ts';
import { FilterFold } from '../../ui/filter-fold.tsx';
import { OwnerSelect } from '../people/owner-select.tsx';
import { SearchInput } from '../people/search-input.tsx';
import settings from '../settings/settings.module.css';
import { kindChoices } from './deal-words.ts';
import styles from './deals.module.css';
import type { Words } from './deals-query.ts';

type Props = {
  words: Words;
  isTable: boolean;
  onChange: (next: Record<string, string | null>) => void;
  onClear?: () => void;
};

const statuses = [
  { value: 'open', label: 'Open' },
  { value: 'won', label: 'Won' },
  { value: 'lost', label: 'Lost' },
];

export function DealsFilterBar({ words, isTable, onChange, onClear }: Props) {
  const pipeline = useQuery({ ...queryOf(getPipeline, {}), enabled: isTable });
  const stages = (pipeline.data?.stages ?? []).map(({ key, name }) => ({ value: key, label: name }));
  return (
    <search className={settings.toolbar}>
      <SearchInput placeholder="Deal or company" value={words.search} onSearch={(search) => onChange({ search })} />
      <FilterFold label="Filter">
        <OwnerSelect value={words.owner ?? null} onChange={(owner) => onChange({ owner })} />
        <Select
          label="Kind"
          placeholder="Any"
          data={kindChoices}
          value={words.kind ?? null}
          onChange={(kind) => onChange({ kind })}
          clearable
          clearButtonProps={{ 'aria-label': 'Clear kind' }}
        />
        {isTable && (
          <>
            <Select
              label="Status"
              placeholder="Any"
              data={statuses}
              value={words.status ?? null}
              onChange={(status) => onChange({ status })}
              clearable
              clearButtonProps={{ 'aria-label': 'Clear status' }}
            />
            <Select
              label="Stage"
              placeholder="Any"
              data={stages}
              value={words.stage ?? null}
              onChange={(stage) => onChange({ stage })}
              clearable
              clearButtonProps={{ 'aria-label': 'Clear stage' }}
            />
          </>
        )}
        <div className={styles.pair}>
          <TextInput
            type="date"
            label="Closes from"
            value={words.closeFrom ?? ''}
            onChange={(event) => onChange({ closeFrom: event.currentTarget.value || null })}
          />
          <TextInput
            type="date"
            label="Closes until"
            value={words.closeTo ?? ''}
            onChange={(event) => onChange({ closeTo: event.currentTarget.value || null })}
          />
        </div>
        {isTable && (
          <Button
            variant="subtle"
            aria-pressed={words.removed === 'yes'}
            onClick={() => onChange({ removed: words.removed === 'yes' ? null : 'yes' })}
          >
            {words.removed === 'yes' ? 'Hide removed' : 'Show removed'}
          </Button>
        )}
      </FilterFold>
      {onClear && (
        <Button variant="subtle" onClick={onClear}>
          Clear
        </Button>
      )}
    </search>
  );
}
