/** Sources: who sends messages, under which key, when it last did, and what of it could not be taken. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { listMessages } from '../../../src/features/capture/schema.ts';
import { createSource, listSources, type Source } from '../../../src/features/sources/schema.ts';
import { useList } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { CopyCode } from '../../ui/copy-code.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { RowActions } from '../settings/row-actions.tsx';
import shared from '../settings/settings.module.css';
import { useFilters } from '../settings/use-filters.ts';
import { useSlices } from '../settings/use-slices.ts';
import { useFaultCount } from './fault-count.ts';
import { CreateSourceDialog, RenameSourceDialog, RevokeSourceDialog } from './source-dialogs.tsx';
import { kindName, SourceState } from './source-state.tsx';
import styles from './sources.module.css';

export function SourcesPage() {
  const { member } = useSession();
  const [{ create }, setFilters] = useFilters(['create']);
  const whole = useList(listSources, {});
  const list = useSlices({ ...whole, rows: whole.rows?.toSorted(workingFirst) });
  const [renaming, setRenaming] = useState<Source | null>(null);
  const [revoking, setRevoking] = useState<Source | null>(null);
  const mayManage = may(member.role, createSource);
  const createButton = mayManage && (
    <Button variant="filled" onClick={() => setFilters({ create: 'yes' })}>
      Create a source
    </Button>
  );
  return (
    <>
      <PageHead
        title={titleOf(whole.rows)}
        lead="A website or a program that sends what people do. Each has a key of its own, so that one can be stopped without the others."
        actions={createButton}
      />
      <Card flush>
        <DataTable
          label="Sources"
          list={list}
          columns={columnsFor({ mayManage, maySee: may(member.role, listMessages), setRenaming, setRevoking })}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title="Nothing sends to Baton yet" action={createButton}>
              {mayManage
                ? 'Create a source for your website: one line on its pages, and visits and forms arrive as they happen.'
                : 'An admin or a head creates the first source; then it stands here with when it was last seen.'}
            </EmptyState>
          }
        />
      </Card>
      {mayManage && <CreateSourceDialog open={create === 'yes'} onClose={() => setFilters({ create: null })} />}
      {renaming && <RenameSourceDialog source={renaming} onClose={() => setRenaming(null)} />}
      <RevokeSourceDialog source={revoking} onClose={() => setRevoking(null)} />
    </>
  );
}

/** The server's order, the newest first, with what is revoked at the end. */
const workingFirst = (a: Source, b: Source) => Number(a.revokedAt !== null) - Number(b.revokedAt !== null);

function titleOf(rows: Source[] | undefined): string {
  const working = rows?.filter(({ revokedAt }) => !revokedAt) ?? [];
  const sending = working.filter(({ lastSeenAt }) => lastSeenAt).length;
  if (working.length === 0) return 'Sources';
  if (sending === 0) return 'No source has sent anything yet';
  return sending === 1 ? 'One source sends messages' : `${sending} sources send messages`;
}

function columnsFor(props: {
  mayManage: boolean;
  maySee: boolean;
  setRenaming: (source: Source) => void;
  setRevoking: (source: Source) => void;
}): Column<Source>[] {
  const { mayManage, maySee, setRenaming, setRevoking } = props;
  return [
    {
      key: 'name',
      header: 'Source',
      main: true,
      cell: (source) => (
        <span className={shared.named}>
          {maySee ? (
            <Link to="/settings/sources/$sourceId" params={{ sourceId: source.id }} className="link">
              <bdi>{source.name}</bdi>
            </Link>
          ) : (
            <bdi>{source.name}</bdi>
          )}
          <small>{kindName[source.kind]}</small>
        </span>
      ),
    },
    ...(mayManage
      ? [
          {
            key: 'key',
            header: 'Write key',
            cell: ({ name, writeKey }: Source) =>
              writeKey && (
                <span className={styles.key}>
                  <CopyCode inline label={`the write key of ${name}`} value={writeKey} />
                </span>
              ),
          },
        ]
      : []),
    { key: 'state', header: 'Last seen', cell: (source) => <SourceState source={source} /> },
    ...(maySee
      ? [{ key: 'faults', header: 'Not taken', cell: (source: Source) => <FaultBadge source={source} /> }]
      : []),
    ...(mayManage
      ? [
          {
            key: 'actions',
            header: 'Actions',
            actions: true,
            cell: (source: Source) => (
              <RowActions
                of={source.name}
                actions={[
                  { label: 'Rename', onClick: () => setRenaming(source) },
                  ...(source.revokedAt ? [] : [{ label: 'Revoke', onClick: () => setRevoking(source), danger: true }]),
                ]}
              />
            ),
          },
        ]
      : []),
  ];
}

function FaultBadge({ source }: { source: Source }) {
  const faults = useFaultCount(source.id);
  if (!faults) return null;
  if (faults.count === 0) return <span className="cap">None</span>;
  return (
    <Link
      to="/settings/sources/$sourceId"
      params={{ sourceId: source.id }}
      search={{ show: 'faults' }}
      className="link"
      aria-label={`${faults.text} not taken from ${source.name}`}
    >
      <Verdict is="warn">{faults.text}</Verdict>
    </Link>
  );
}
