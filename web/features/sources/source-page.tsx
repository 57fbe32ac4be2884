/** One source: what arrives from it as it happens, what could not be taken, and how to send. */
import { Button, SegmentedControl } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { listMessages } from '../../../src/features/capture/schema.ts';
import { createSource, listSources, type Source } from '../../../src/features/sources/schema.ts';
import { useList } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { useFilters } from '../settings/use-filters.ts';
import { Connect } from './connect.tsx';
import { useFaultCount } from './fault-count.ts';
import { Faults } from './faults.tsx';
import { LiveMessages } from './live-messages.tsx';
import { Notices } from './notices.tsx';
import { RenameSourceDialog, RevokeSourceDialog } from './source-dialogs.tsx';
import { SourceSettings } from './source-settings.tsx';
import { kindName, SourceState } from './source-state.tsx';
import styles from './sources.module.css';

const back = <LinkButton to="/settings/sources">All sources</LinkButton>;

export function SourcePage() {
  const { sourceId } = useParams({ strict: false });
  const { rows, error, reload } = useList(listSources, {});
  if (!rows) {
    return error ? (
      <ErrorState error={error} what="The source could not be loaded." retry={reload} />
    ) : (
      <LoadingState lines={8} label="Loading the source" />
    );
  }
  const source = rows.find(({ id }) => id === sourceId);
  if (!source) {
    return (
      <EmptyState title="There is no such source" action={back}>
        The address may be wrong, or of another workspace.
      </EmptyState>
    );
  }
  return <SourceView key={source.id} source={source} />;
}

function SourceView({ source }: { source: Source }) {
  const { member } = useSession();
  const mayManage = may(member.role, createSource);
  const [changing, setChanging] = useState<'rename' | 'revoke' | null>(null);
  const stop = () => setChanging(null);
  return (
    <>
      <PageHead
        title={<bdi>{source.name}</bdi>}
        lead={
          <span className={styles.facts}>
            <span>{kindName[source.kind]}</span>
            <SourceState source={source} />
          </span>
        }
        actions={
          <>
            {back}
            {mayManage && <Button onClick={() => setChanging('rename')}>Rename</Button>}
            {mayManage && !source.revokedAt && (
              <Button variant="outline" color="bad" onClick={() => setChanging('revoke')}>
                Revoke
              </Button>
            )}
          </>
        }
      />
      {may(member.role, listMessages) ? (
        <Parts source={source} mayManage={mayManage} />
      ) : (
        <Card flush>
          <EmptyState title="What arrives is shown to admins and heads">
            Messages carry personal data before it is known whose it is.
          </EmptyState>
        </Card>
      )}
      {changing === 'rename' && <RenameSourceDialog source={source} onClose={stop} />}
      <RevokeSourceDialog source={changing === 'revoke' ? source : null} onClose={stop} />
    </>
  );
}

function Parts({ source, mayManage }: { source: Source; mayManage: boolean }) {
  const [{ show }, setFilters] = useFilters(['show']);
  const faults = useFaultCount(source.id);
  const part = show === 'faults' || ((show === 'send' || show === 'settings') && mayManage) ? show : 'live';
  const views: Record<typeof part, ReactNode> = {
    live: <LiveMessages source={source} onConnect={mayManage ? () => setFilters({ show: 'send' }) : undefined} />,
    faults: (
      <>
        <Faults source={source} mayManage={mayManage} />
        <Notices source={source} />
      </>
    ),
    settings: <SourceSettings source={source} />,
    send: (
      <Card title="How to send to this source">
        <div className="stack">
          {source.writeKey && <CopyField label="Write key" value={source.writeKey} />}
          {source.revokedAt ? (
            <p className="sub">This key is revoked: nothing is taken under it. Create a new source for a new key.</p>
          ) : (
            <Connect source={source} />
          )}
        </div>
      </Card>
    ),
  };
  return (
    <div className="stack">
      <div className={styles.parts}>
        <SegmentedControl
          aria-label="What is shown of this source"
          data={[
            { value: 'live', label: 'Arriving' },
            { value: 'faults', label: faults?.count ? `Not taken (${faults.text})` : 'Not taken' },
            ...(mayManage
              ? [
                  { value: 'send', label: 'How to send' },
                  { value: 'settings', label: 'Settings' },
                ]
              : []),
          ]}
          value={part}
          onChange={(value) => setFilters({ show: value === 'live' ? null : value })}
        />
      </div>
      {views[part]}
    </div>
  );
}
