/** One import, from its columns to its report. It is a record of the server: a reload, or another window, goes on where it stands. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import {
  cancelImport,
  type Import,
  type ImportPreview,
  listImports,
  previewImport,
  readImport,
} from '../../../src/features/imports/schema.ts';
import { ApiError } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { queryOf, useAction } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { useFilters } from '../settings/use-filters.ts';
import { CheckStep } from './check-step.tsx';
import { ColumnsStep } from './columns-step.tsx';
import { FileStep } from './file-step.tsx';
import { isMeasured, isWorking, kindName, presetName } from './import-words.ts';
import styles from './imports.module.css';
import { NotAllowed } from './not-allowed.tsx';
import { ResultStep } from './result-step.tsx';
import { type Step, Steps, stepOf } from './steps.tsx';
import { useMapping } from './use-mapping.ts';

const every = 1_000;
const back = <LinkButton to="/settings/imports">All imports</LinkButton>;

export function ImportPage() {
  const { member } = useSession();
  const { importId } = useParams({ from: '/signed-in/settings/imports/$importId' });
  if (!may(member.role, readImport)) return <NotAllowed />;
  return <Loaded key={importId} importId={importId} />;
}

function Loaded({ importId }: { importId: string }) {
  const params = { importId };
  const given = useQuery({
    ...queryOf(readImport, { params }),
    refetchInterval: ({ state: { data } }) => (data && (isWorking(data.status) || !isMeasured(data)) ? every : false),
  });
  // While the file is still being read there is nothing to show of it.
  const isRead = given.data !== undefined && given.data.status !== 'uploading';
  const preview = useQuery({ ...queryOf(previewImport, { params }), enabled: isRead });
  const error = given.error ?? preview.error;
  if (error && !(given.data && preview.data)) {
    return error instanceof ApiError && (error.status === 404 || error.code === 'request.invalid') ? (
      <EmptyState title="There is no such import" action={back}>
        The address may be wrong, or of another workspace.
      </EmptyState>
    ) : (
      <ErrorState
        error={error}
        what="This import could not be loaded."
        kept="What it is doing goes on."
        retry={() => void Promise.all([given.refetch(), preview.refetch()])}
      />
    );
  }
  if (!given.data || (isRead && !preview.data)) return <LoadingState lines={8} label="Loading the import" />;
  return <ImportView given={given.data} preview={preview.data ?? null} />;
}

function ImportView({ given, preview }: { given: Import; preview: ImportPreview | null }) {
  const [{ step: asked }] = useFilters(['step']);
  const format = useFormat();
  const step = stepOf(given.status, asked);
  const rows = given.rowCount === 1 ? 'one row' : `${format.number(given.rowCount)} rows`;
  return (
    <>
      <PageHead
        title={<bdi>{given.name}</bdi>}
        lead={
          <>
            {[kindName(given.kind), presetName(given.preset), rows].filter(Boolean).join(' · ')} · uploaded{' '}
            <TimeText at={given.createdAt} as="ago" />
          </>
        }
        actions={
          <>
            {back}
            {given.status === 'draft' && <Discard given={given} />}
          </>
        }
      />
      <div className={styles.page}>
        <Steps given={given} step={step} />
        {preview === null ? (
          <Card flush>
            <LoadingState lines={4} label="The rows of the file are being read" />
          </Card>
        ) : (
          // Counting makes another version of the record: the mapping begins anew with it.
          <Opened key={given.status} given={given} preview={preview} step={step} />
        )}
      </div>
    </>
  );
}

function Opened({ given, preview, step }: { given: Import; preview: ImportPreview; step: Step }) {
  const mapping = useMapping(given, preview);
  switch (step) {
    case 'file':
      return <FileStep given={given} preview={preview} mapping={mapping} />;
    case 'columns':
      return <ColumnsStep given={given} preview={preview} mapping={mapping} />;
    case 'check':
      return <CheckStep given={given} preview={preview} />;
    default:
      return <ResultStep given={given} preview={preview} />;
  }
}

/** A file that was not started is put aside. */
function Discard({ given }: { given: Import }) {
  const navigate = useNavigate();
  const [isAsked, setAsked] = useState(false);
  const cancel = useAction(cancelImport, { refresh: [listImports, readImport] });
  return (
    <>
      <Button onClick={() => setAsked(true)}>Discard</Button>
      <ConfirmDialog
        open={isAsked}
        onClose={() => setAsked(false)}
        title={`Discard ${given.name}?`}
        confirm="Discard"
        action={async () => {
          await cancel.mutateAsync({ params: { importId: given.id } });
          await navigate({ to: '/settings/imports' });
        }}
      >
        Nothing of it was brought in, and nothing will be. The file stays in the list as stopped.
      </ConfirmDialog>
    </>
  );
}
