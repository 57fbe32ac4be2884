/** The columns that a table shows, of all that it can have, with the widths that the reader gave them. */
import type { WideColumn } from '../../ui/virtual-table.tsx';
import type { ColumnName } from './columns-chooser.tsx';
import type { ViewState } from './use-views.ts';
import { readColumns, writeColumns } from './view-words.ts';

const ownPrefix = 'own.';

export type ColumnChoices = {
  columns: ColumnName[];
  shown: string[];
  onChange: (keys: string[]) => void;
  density: 'calm' | 'compact';
  onDensity: (density: 'calm' | 'compact') => void;
};

/**
 * @param first those that the table has by itself; the first of them always stays
 * @param make every column there can be, with those of the own fields that the rows have
 */
export function useColumns<Row extends { fields: Readonly<Record<string, unknown>> }>(
  { words, change }: ViewState,
  first: readonly string[],
  rows: readonly Row[] | undefined,
  make: (ownFields: string[]) => WideColumn<Row>[],
) {
  const asked = readColumns(words.columns);
  const choices = asked.length > 0 ? asked : first.map((key) => ({ key, width: null }));
  const wanted = choices.flatMap(({ key }) => (key.startsWith(ownPrefix) ? [key.slice(ownPrefix.length)] : []));
  const all = make(ownFieldsOf(rows ?? [], wanted));
  const main = first[0] ?? '';
  const kept = choices.some(({ key }) => key === main) ? choices : [{ key: main, width: null }, ...choices];
  const shown = kept.flatMap(({ key, width }) => {
    const column = all.find((one) => one.key === key);
    return column ? [{ ...column, width: width ?? column.width }] : [];
  });
  const put = (columns: { key: string; width: number | null }[]) => {
    const isPlain =
      columns.length === first.length && columns.every(({ key, width }, at) => key === first[at] && !width);
    change({ columns: isPlain ? null : writeColumns(columns) });
  };
  const chooser: ColumnChoices = {
    columns: all.map(({ key, header, main: isFixed = false }) => ({ key, header, isFixed })),
    shown: shown.map(({ key }) => key),
    onChange: (keys) => put(keys.map((key) => ({ key, width: kept.find((one) => one.key === key)?.width ?? null }))),
    density: words.density === 'compact' ? 'compact' : 'calm',
    onDensity: (density) => change({ density: density === 'calm' ? null : density }),
  };
  const resize = (key: string, width: number) => put(kept.map((one) => (one.key === key ? { ...one, width } : one)));
  return { shown, chooser, resize };
}

/** Far more than anybody chooses from. */
const mostOwnFields = 100;

function ownFieldsOf(rows: readonly { fields: Readonly<Record<string, unknown>> }[], wanted: readonly string[]) {
  const found = new Set(wanted);
  for (const { fields } of rows) for (const key of Object.keys(fields)) if (found.size < mostOwnFields) found.add(key);
  return [...found].toSorted((a, b) => a.localeCompare(b));
}
