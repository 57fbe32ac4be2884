/** API keys: which programs may do what, until when, and when each was last used. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { type ApiKey, listKeys, revokeKey } from '../../../src/features/keys/schema.ts';
import { now } from '../../clock.ts';
import { useAction, useList } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { RowActions } from './row-actions.tsx';
import { say } from './say.tsx';
import { scopeText } from './scope-choice.tsx';
import styles from './settings.module.css';
import { useFilters } from './use-filters.ts';
import { useSlices } from './use-slices.ts';

export function KeysPage() {
  const [{ create }, setFilters] = useFilters(['create']);
  const list = useSlices(useList(listKeys, {}));
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const revoke = useAction(revokeKey, { refresh: [listKeys] });
  const createButton = (
    <Button variant="filled" onClick={() => setFilters({ create: 'yes' })}>
      Create an API key
    </Button>
  );
  return (
    <>
      <PageHead
        title="A key for each program"
        lead={
          <>
            With an API key a program acts within its scopes, never as a person. What can be called is in the{' '}
            <a href="/api/docs" className="link">
              API reference
            </a>
            .
          </>
        }
        actions={createButton}
      />
      <Card flush>
        <DataTable
          label="API keys"
          list={list}
          columns={columnsFor(now().toISOString(), setRevoking)}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title="No keys yet" action={createButton}>
              Give each program its own key, so that one can be revoked without stopping the others.
            </EmptyState>
          }
        />
      </Card>
      <CreateKeyDialog open={create === 'yes'} onClose={() => setFilters({ create: null })} />
      <ConfirmDialog
        open={revoking !== null}
        onClose={() => setRevoking(null)}
        title={`Revoke the key ${revoking?.name ?? ''}?`}
        confirm="Revoke"
        action={async () => {
          if (!revoking) return;
          await revoke.mutateAsync({ params: { keyId: revoking.id } });
          say(`The key ${revoking.name} is revoked.`);
        }}
      >
        The program that uses it is refused from its next call on. This cannot be undone; a new key can be made at any
        time.
      </ConfirmDialog>
    </>
  );
}

const columnsFor = (at: string, setRevoking: (key: ApiKey) => void): Column<ApiKey>[] => [
  {
    key: 'name',
    header: 'Key',
    main: true,
    cell: ({ name, prefix }) => (
      <span className={styles.named}>
        <span>{name}</span>
        <small>
          <code>{prefix}…</code>
        </small>
      </span>
    ),
  },
  { key: 'scopes', header: 'May', cell: ({ scopes }) => scopeText(scopes) },
  { key: 'state', header: 'State', cell: (key) => <State apiKey={key} at={at} /> },
  {
    key: 'used',
    header: 'Last used',
    cell: ({ lastUsedAt }) => (
      <span className={styles.nowrap}>{lastUsedAt ? <TimeText at={lastUsedAt} as="ago" /> : 'Never'}</span>
    ),
  },
  {
    key: 'created',
    header: 'Created',
    cell: ({ createdAt, createdBy }) => (
      <span className={styles.named}>
        <span className={styles.nowrap}>
          <TimeText at={createdAt} as="date" />
        </span>
        <small>by {createdBy.name}</small>
      </span>
    ),
  },
  {
    key: 'actions',
    header: 'Actions',
    actions: true,
    cell: (key) =>
      !key.revokedAt && (
        <RowActions of={key.name} actions={[{ label: 'Revoke', onClick: () => setRevoking(key), danger: true }]} />
      ),
  },
];

function State({ apiKey: { expiresAt, revokedAt }, at }: { apiKey: ApiKey; at: string }) {
  if (revokedAt) {
    return (
      <Verdict is="unknown">
        <span>
          Revoked <TimeText at={revokedAt} as="date" />
        </span>
      </Verdict>
    );
  }
  if (!expiresAt) return <Verdict is="good">Works until revoked</Verdict>;
  if (expiresAt <= at) {
    return (
      <Verdict is="bad">
        <span>
          Expired <TimeText at={expiresAt} as="date" />
        </span>
      </Verdict>
    );
  }
  return (
    <Verdict is="good">
      <span>
        Works until <TimeText at={expiresAt} as="date" />
      </span>
    </Verdict>
  );
}
