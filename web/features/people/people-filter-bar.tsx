/** What of People is shown, and in which order on a phone; all of it stands in the address. */
import { Button, Select } from '@mantine/core';
import { FilterFold } from '../../ui/filter-fold.tsx';
import { useNarrow } from '../../ui/use-narrow.ts';
import { nameOf, type Vocabulary } from '../../vocabulary.ts';
import settings from '../settings/settings.module.css';
import { ConditionFilter } from './condition-filter.tsx';
import { ListSelect } from './list-select.tsx';
import { OwnerSelect } from './owner-select.tsx';
import type { PeopleFilters } from './people-query.ts';
import type { RecordQuery } from './record-queries.ts';
import { SearchInput } from './search-input.tsx';

const fits = ['A', 'B', 'C', 'D'];
const levels = ['1', '2', '3', '4'];
const gradeChoices = [
  { group: 'Fit', items: fits.map((letter) => ({ value: letter, label: `Fit ${letter}` })) },
  { group: 'Engagement', items: levels.map((level) => ({ value: level, label: `Engagement ${level}` })) },
  {
    group: 'Grade',
    items: [...fits.flatMap((letter) => levels.map((level) => letter + level)), 'none'].map((value) => ({
      value,
      label: value === 'none' ? 'No grade' : value,
    })),
  },
];
const orders = [
  { value: 'name', label: 'Name' },
  { value: 'last-touch', label: 'Last touch' },
  { value: 'grade', label: 'Grade' },
  { value: 'created', label: 'Newest' },
];
/** Where nobody has a stage of the agreement. */
const sideStages = ['recycled', 'disqualified', 'other'];

type Props = {
  filters: PeopleFilters;
  onChange: (change: { [Name in keyof PeopleFilters]?: string | null }) => void;
  /** Given while something is filtered. */
  onClear?: () => void;
  stages: Vocabulary['stages'];
  /** Everything that is asked, for the count of a condition that is being made. */
  rest: RecordQuery;
};

export function PeopleFilterBar(props: Props) {
  const { filters, onChange, onClear } = props;
  return (
    <search className={settings.toolbar}>
      <SearchInput
        placeholder="Name, e-mail or phone"
        value={filters.search}
        onSearch={(search) => onChange({ search })}
      />
      <FilterFold label="Filter and order">
        <Choices {...props} />
      </FilterFold>
      {onClear && (
        <Button variant="subtle" onClick={onClear}>
          Clear
        </Button>
      )}
    </search>
  );
}

function Choices({ filters, onChange, stages, rest }: Props) {
  const narrow = useNarrow();
  const clear = (what: string) => ({ clearable: true, clearButtonProps: { 'aria-label': `Clear ${what}` } });
  return (
    <>
      <Select
        label="Stage"
        placeholder="Any"
        data={[
          ...stages.map(({ key, name }) => ({ value: key, label: name })),
          ...sideStages.map((key) => ({ value: key, label: nameOf([], key) })),
        ]}
        value={filters.stage ?? null}
        onChange={(stage) => onChange({ stage })}
        {...clear('stage')}
      />
      <Select
        label="Grade"
        placeholder="Any"
        data={gradeChoices}
        searchable
        value={filters.grade ?? null}
        onChange={(grade) => onChange({ grade })}
        {...clear('grade')}
      />
      <OwnerSelect value={filters.owner ?? null} onChange={(owner) => onChange({ owner })} />
      <ListSelect object="contact" value={filters.list ?? null} onChange={(list) => onChange({ list })} />
      {narrow && (
        <Select
          label="Order"
          data={orders}
          allowDeselect={false}
          value={filters.sort ?? 'name'}
          onChange={(sort) => onChange({ sort: sort === 'name' ? null : sort, direction: null })}
        />
      )}
      <ConditionFilter
        object="contact"
        filter={filters.filter}
        rest={rest}
        onChange={(filter) => onChange({ filter })}
      />
      <Button
        variant="subtle"
        aria-pressed={filters.removed === 'yes'}
        onClick={() => onChange({ removed: filters.removed === 'yes' ? null : 'yes' })}
      >
        {filters.removed === 'yes' ? 'Hide removed' : 'Show removed'}
      </Button>
    </>
  );
}
