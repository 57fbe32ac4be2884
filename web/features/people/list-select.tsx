/** Which list is meant; nothing where there is none. */
import { Select } from '@mantine/core';
import { listLists } from '../../../src/features/lists/schema.ts';
import { usePages } from '../../queries.ts';

type Props = { object: 'contact' | 'account'; value: string | null; onChange: (list: string | null) => void };

export function ListSelect({ object, value, onChange }: Props) {
  const { rows = [] } = usePages(listLists, { query: { object, limit: 200 } });
  if (!rows?.length) return null;
  return (
    <Select
      label="List"
      placeholder="Any"
      data={rows.map(({ id, name }) => ({ value: id, label: name }))}
      searchable
      value={value}
      onChange={onChange}
      clearable
      clearButtonProps={{ 'aria-label': 'Clear list' }}
    />
  );
}
