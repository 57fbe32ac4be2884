/** Rows of which there is something to say: why, beside the cells as they stand in the file; and the ways to correct them. */
import { Button, SegmentedControl } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  exportFaults,
  type Import,
  type ImportPreview,
  listRows,
  type ReportRow,
  uploadFile,
} from '../../../src/features/imports/schema.ts';
import { addressOf } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { usePages } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { useFilters } from '../settings/use-filters.ts';
import { CellTable } from './cell-table.tsx';
import { CorrectRows } from './correct-rows.tsx';
import styles from './imports.module.css';
import { UploadBox } from './upload-box.tsx';

const parts = [
  { key: 'fault', name: 'Refused', count: 'faults' },
  { key: 'flagged', name: 'Worth a look', count: 'flagged' },
  { key: 'skipped', name: 'Skipped', count: 'skipped' },
] as const;
type Part = (typeof parts)[number]['key'];

export function ProblemRows({ given, preview }: { given: Import; preview: ImportPreview }) {
  const format = useFormat();
  const { member } = useSession();
  const [{ rows: asked, correct }, setFilters] = useFilters(['rows', 'correct']);
  const there = parts.filter(({ count }) => given.counts[count] > 0);
  const part = there.find(({ key }) => key === asked)?.key ?? there[0]?.key ?? 'fault';
  const mayCorrect = given.counts.faults > 0 && part === 'fault' && may(member.role, uploadFile);
  if (correct === 'yes' && mayCorrect) {
    return <CorrectRows given={given} preview={preview} onClose={() => setFilters({ correct: null })} />;
  }
  return (
    <Card
      flush
      title="Rows with something to say"
      lead={`Why, beside each row as it stands in the file.${given.status === 'undone' ? '' : ' The others came in.'}`}
      aside={
        mayCorrect && (
          <>
            <Button component="a" href={addressOf(exportFaults, { params: { importId: given.id } })} download>
              Download the error file
            </Button>
            <Button variant="filled" onClick={() => setFilters({ correct: 'yes' })}>
              Correct and import these alone
            </Button>
          </>
        )
      }
    >
      {there.length > 1 && (
        <div className={styles.bar}>
          <SegmentedControl
            aria-label="Which rows are shown"
            data={there.map(({ key, name, count }) => ({
              value: key,
              label: `${name} (${format.number(given.counts[count])})`,
            }))}
            value={part}
            onChange={(value) => setFilters({ rows: value })}
          />
        </div>
      )}
      <Rows key={part} importId={given.id} part={part} preview={preview} />
      {mayCorrect && <Corrected />}
    </Card>
  );
}

function Rows({ importId, part, preview }: { importId: string; part: Part; preview: ImportPreview }) {
  const list = usePages(listRows, { params: { importId }, query: { status: part, limit: 50 } });
  const { rows, error, reload, more } = list;
  if (!rows) {
    return error ? (
      <ErrorState error={error} what="These rows could not be loaded." retry={reload} />
    ) : (
      <LoadingState lines={4} label="Loading the rows" />
    );
  }
  if (rows.length === 0) return <EmptyState title="No such row" />;
  return (
    <>
      <CellTable
        label="Rows with something to say"
        noteHeader="Why"
        headers={preview.columns.map(({ header }) => header)}
        rows={rows.map((row) => ({ number: row.number, cells: row.cells, note: <Why row={row} /> }))}
      />
      {error && <ErrorState error={error} what="The rest could not be loaded." retry={reload} />}
      {more && (
        <div className={styles.more}>
          <span className="cap" aria-live="polite">
            The first {rows.length} are shown.
          </span>
          <Button data-size="small" onClick={more.load} loading={more.busy}>
            Load more
          </Button>
        </div>
      )}
    </>
  );
}

function Why({ row: { status, problem } }: { row: ReportRow }) {
  const looks = { fault: 'bad', skipped: 'unknown' } as const;
  const words = { fault: 'Refused', skipped: 'Skipped' };
  const known = status === 'fault' || status === 'skipped' ? status : null;
  return (
    <>
      <Verdict is={known ? looks[known] : 'warn'}>{known ? words[known] : 'Taken, with a word'}</Verdict>
      <p>
        <bdi>{problem}</bdi>
      </p>
    </>
  );
}

/** Who corrects the error file in another program brings it in here: its columns are known already. */
function Corrected() {
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <div className={styles.more}>
        <span className="cap">The error file has these rows as they were, each with the reason.</span>
        <Button data-size="small" onClick={() => setOpen(true)}>
          I have corrected the error file
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.inside}>
      <UploadBox
        words="Drop the corrected error file here"
        choose="Choose the corrected file"
        onDone={({ id }) =>
          void navigate({ to: '/settings/imports/$importId', params: { importId: id }, search: { step: 'columns' } })
        }
      />
    </div>
  );
}
