/** The first rows of a file as they would be stored, with what is to be said of each. */
import { useMemo } from 'react';
import type { ImportPreview } from '../../../src/features/imports/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { useSession } from '../../session.ts';
import { Verdict } from '../../ui/verdict.tsx';
import { CellTable } from './cell-table.tsx';
import { fullFieldName } from './import-words.ts';
import { type StoredRow, storeRows } from './stored-values.ts';

export function StoredRows({ preview }: { preview: ImportPreview }) {
  const format = useFormat();
  const { workspace } = useSession();
  const { zone, currency } = workspace;
  const stored = useMemo(() => {
    const { columns, kind, keyBy, touch, rows } = preview;
    return storeRows(rows, { columns, kind, keyBy, touch, zone, currency, now: now().getTime() }, format);
  }, [preview, zone, currency, format]);
  return (
    <CellTable
      label="The first rows as they would be stored"
      noteHeader="What happens"
      headers={stored.fields.map(fullFieldName)}
      rows={stored.rows.map((row) => ({
        number: row.number,
        cells: stored.fields.map((field) => row.values.get(field) ?? ''),
        note: <Note row={row} />,
      }))}
    />
  );
}

function Note({ row: { outcome, problems } }: { row: StoredRow }) {
  const looks = { fault: 'bad', skipped: 'unknown', taken: problems.length > 0 ? 'warn' : 'good' } as const;
  const words = { fault: 'Refused', skipped: 'Skipped', taken: problems.length > 0 ? 'Taken, with a word' : 'Taken' };
  return (
    <>
      <Verdict is={looks[outcome]}>{words[outcome]}</Verdict>
      {problems.length > 0 && (
        <p>
          <bdi>{problems.join(' ')}</bdi>
        </p>
      )}
    </>
  );
}
