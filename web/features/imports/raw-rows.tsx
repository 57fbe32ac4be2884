/** Rows as they stand in the file, as text: whatever somebody wrote there is shown and never run. */
import type { ImportPreview } from '../../../src/features/imports/schema.ts';
import { CellTable } from './cell-table.tsx';

const most = 5;

export function RawRows({ preview: { columns, rows } }: { preview: ImportPreview }) {
  return (
    <CellTable
      label="The first rows of the file"
      headers={columns.map(({ header }) => header)}
      rows={rows.slice(0, most).map((cells, at) => ({ number: at + 1, cells }))}
    />
  );
}
