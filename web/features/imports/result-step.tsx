/** What an import does and did: its progress, its counts, what could not be taken, and its undoing. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import {
  cancelImport,
  type Import,
  type ImportPreview,
  listImports,
  readImport,
} from '../../../src/features/imports/schema.ts';
import { useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { Counts } from './counts.tsx';
import { isWorking, statusLook } from './import-words.ts';
import styles from './imports.module.css';
import { LiveLoad } from './live-load.tsx';
import { MadeLink } from './made-link.tsx';
import { Meter } from './meter.tsx';
import { ProblemRows } from './problem-rows.tsx';
import { Undo } from './undo.tsx';

export function ResultStep({ given, preview }: { given: Import; preview: ImportPreview }) {
  const { counts, startedAt, status } = given;
  if (startedAt === null) return <Discarded />;
  const hasProblems = counts.faults + counts.flagged + counts.skipped > 0;
  return (
    <>
      <Card title={titleOf(given)}>
        <div className="stack">
          {status === 'running' && <Running given={given} />}
          <Counts
            counts={counts}
            label="What became of the rows"
            links={{ created: <MadeLink given={given} preview={preview} /> }}
          />
          {status === 'cancelled' && <p className="sub">It was stopped. What was done until then stays.</p>}
        </div>
      </Card>
      {given.how === 'live' && status === 'done' && <LiveLoad given={given} />}
      {hasProblems && !isWorking(status) && <ProblemRows given={given} preview={preview} />}
      <Undo given={given} />
    </>
  );
}

function titleOf(given: Import): string {
  const { words } = statusLook(given);
  return given.status === 'done' && given.counts.faults === 0 ? 'Every row is dealt with' : words;
}

function Discarded() {
  return (
    <Card>
      <div className="stack">
        <Verdict is="unknown">Discarded before it was started: nothing of it was brought in.</Verdict>
        <div>
          <LinkButton to="/settings/imports/new">Import another file</LinkButton>
        </div>
      </div>
    </Card>
  );
}

function Running({ given: { id, name, done, rowCount } }: { given: Import }) {
  const format = useFormat();
  const [isAsked, setAsked] = useState(false);
  const cancel = useAction(cancelImport, { refresh: [readImport, listImports] });
  return (
    <div className={styles.sending}>
      <Meter
        label="Progress of the import"
        share={rowCount > 0 ? done / rowCount : 0}
        words={`${format.number(done)} of ${format.number(rowCount)} rows. You may leave this page: it goes on.`}
      />
      <Button onClick={() => setAsked(true)}>Stop</Button>
      <ConfirmDialog
        open={isAsked}
        onClose={() => setAsked(false)}
        title={`Stop the import of ${name}?`}
        confirm="Stop it"
        action={() => cancel.mutateAsync({ params: { importId: id } })}
      >
        What is done stays and can be undone for 30 days. The rest is not brought in; to do so, upload the file again:
        what is there already is found and not made twice.
      </ConfirmDialog>
    </div>
  );
}
