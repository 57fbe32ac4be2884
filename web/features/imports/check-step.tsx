/** What an import would do, before it does it: its counts, its first rows as they would be stored, and the start. */
import { Button, Radio } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import {
  cancelImport,
  checkImport,
  type Import,
  type ImportPreview,
  listImports,
  readImport,
  startImport,
} from '../../../src/features/imports/schema.ts';
import { ApiError } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { queryOf, useAction } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { FormProblem } from '../../ui/form.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import shared from '../settings/settings.module.css';
import { Counts } from './counts.tsx';
import styles from './imports.module.css';
import { Meter } from './meter.tsx';
import { isOpenQuestion } from './open-questions.ts';

/** It brings the reading of addresses and phone numbers along, which no other step needs. */
const StoredRows = lazy(() => import('./stored-rows.tsx').then(({ StoredRows }) => ({ default: StoredRows })));

export function CheckStep({ given, preview }: { given: Import; preview: ImportPreview }) {
  const open = preview.columns.filter((column) => isOpenQuestion(column, column));
  const names = open.map(({ header }) => `“${header}”`).join(', ');
  return (
    <>
      {open.length > 0 ? (
        <Card>
          <div className="stack">
            <Verdict is="warn">The values of {names} can be read in two ways.</Verdict>
            <div>
              <LinkButton
                variant="filled"
                to="/settings/imports/$importId"
                params={{ importId: given.id }}
                search={{ step: 'columns', show: 'open' }}
              >
                Say how they are read
              </LinkButton>
            </div>
          </div>
        </Card>
      ) : (
        <DryRun given={given} />
      )}
      <Card
        flush
        title="The first rows, as they would be stored"
        lead="Read by the same rules as the import itself. Whether a row finds a known record is in the counts."
      >
        <Suspense fallback={<LoadingState lines={6} label="Reading the first rows" />}>
          <StoredRows preview={preview} />
        </Suspense>
      </Card>
      <div className={styles.foot}>
        <LinkButton to="/settings/imports/$importId" params={{ importId: given.id }} search={{ step: 'columns' }}>
          Back to the columns
        </LinkButton>
        {given.status === 'draft' && open.length === 0 && <Start given={given} />}
      </div>
    </>
  );
}

/** Every row planned and counted, and none written. */
function DryRun({ given }: { given: Import }) {
  const format = useFormat();
  const take = useTaken(given.id);
  const check = useAction(checkImport, { refresh: [listImports] });
  const cancel = useAction(cancelImport, { refresh: [listImports] });
  const input = { params: { importId: given.id } };
  const problem = [check.error, cancel.error].find((error) => error instanceof ApiError) ?? null;
  return (
    <Card title="What it would do" lead="Each row is planned as the import would, and nothing is written.">
      <div className="stack">
        <FormProblem problem={problem} kept="Nothing was brought in." />
        {given.status === 'checking' ? (
          <div className={styles.sending}>
            <Meter label="Counting" share={null} words={`Counting ${format.number(given.rowCount)} rows…`} />
            <Button loading={cancel.isPending} onClick={() => cancel.mutate(input, { onSuccess: take })}>
              Stop counting
            </Button>
          </div>
        ) : given.dryRun ? (
          <>
            <Counts counts={given.dryRun} label="What the import would do" />
            {given.dryRun.faults > 0 && (
              <p className="sub">
                Refused rows hold nothing up: the others come in, and you correct these afterwards, alone.
              </p>
            )}
          </>
        ) : (
          <div>
            <Button variant="filled" loading={check.isPending} onClick={() => check.mutate(input, { onSuccess: take })}>
              Count what it would do
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

/** Of these files people can qualify. */
const mayBeLive: ReadonlySet<string> = new Set(['contacts', 'touches', 'activities']);
const historyLead =
  'Timelines, stages and deals are filled, and no handoff, no clock, no notification and no webhook comes of it.';
const undoLead = 'For 30 days it can be undone.';

function Start({ given }: { given: Import }) {
  const format = useFormat();
  const navigate = useNavigate();
  const take = useTaken(given.id);
  const start = useAction(startImport, { refresh: [listImports] });
  const params = { importId: given.id };
  const rows = given.rowCount === 1 ? 'one row' : `${format.number(given.rowCount)} rows`;
  const [how, setHow] = useState<Import['how']>('history');
  const run = () =>
    start.mutate(
      { params, body: { how } },
      {
        onSuccess: (started) => {
          take(started);
          void navigate({ to: '/settings/imports/$importId', params, search: {} });
        },
      },
    );
  return (
    <div className={styles.start}>
      <FormProblem problem={start.error instanceof ApiError ? start.error : null} kept="Nothing was brought in." />
      {mayBeLive.has(given.kind) ? (
        <Radio.Group
          label="How does it come in?"
          value={how}
          onChange={(value) => setHow(value === 'live' ? 'live' : 'history')}
        >
          <div className={shared.choices}>
            <Radio value="history" label="As history" description={`${historyLead} ${undoLead}`} />
            <Radio
              value="live"
              label="Live"
              description="It comes in as history does. Then you see how many would qualify and whom they would go to, and release them, or not."
            />
          </div>
        </Radio.Group>
      ) : (
        <p className="sub">
          It comes in as history. {historyLead} {undoLead}
        </p>
      )}
      <Button variant="filled" loading={start.isPending} onClick={run}>
        Bring in {rows}
      </Button>
    </div>
  );
}

/** Takes what the server answered as what is known of the import. */
function useTaken(importId: string): (answer: Import) => void {
  const client = useQueryClient();
  return (answer) => client.setQueryData(queryOf(readImport, { params: { importId } }).queryKey, answer);
}
