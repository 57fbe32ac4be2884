/** What arrives from a source, as it happens. Everything in it was written by strangers: it is shown as text only. */
import { Button, Select } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { messageTypes } from '../../../src/core/capture/check-message.ts';
import { listMessages, type ReceivedMessage } from '../../../src/features/capture/schema.ts';
import type { Source } from '../../../src/features/sources/schema.ts';
import { usePages } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import shared from '../settings/settings.module.css';
import { useFilters } from '../settings/use-filters.ts';
import { MessageLine } from './message-line.tsx';
import styles from './sources.module.css';

const every = 3000;
/** More than this nobody reads in a list. */
const most = 500;

export function LiveMessages({ source, onConnect }: { source: Source; onConnect: (() => void) | undefined }) {
  const [paused, setPaused] = useState(false);
  const [{ type: asked }, setFilters] = useFilters(['type']);
  const type = messageTypes.find((known) => known === asked);
  const list = usePages(listMessages, { params: { sourceId: source.id }, query: {} }, { every: paused ? 0 : every });
  const { rows, error, reload, more } = list;
  const connect = onConnect && !source.revokedAt && <Button onClick={onConnect}>How to send the first one</Button>;
  return (
    <Card flush>
      <search className={shared.toolbar}>
        <Select
          label="Type"
          data={[{ value: '', label: 'All types' }, ...messageTypes]}
          value={type ?? ''}
          onChange={(value) => setFilters({ type: value })}
        />
        <div className={styles.live}>
          <span role="status">
            {paused ? (
              <Verdict is="unknown">Paused</Verdict>
            ) : error ? (
              <Verdict is="bad">Not reached</Verdict>
            ) : (
              <Verdict is="good">Live, read again every 3 seconds</Verdict>
            )}
          </span>
          <Button onClick={() => setPaused(!paused)}>{paused ? 'Go on' : 'Pause'}</Button>
        </div>
      </search>
      {rows ? (
        <Rows
          rows={rows}
          type={type}
          none={
            <EmptyState title="Nothing has arrived yet" action={connect}>
              {source.revokedAt
                ? 'The key is revoked, and what was sent under it is no longer kept as it came.'
                : 'Each message will stand here within seconds, with its JSON as it was sent. It is kept for some days.'}
            </EmptyState>
          }
        />
      ) : (
        !error && <LoadingState lines={8} label="Loading what arrived" />
      )}
      {error && (
        <ErrorState error={error} what="What arrived could not be read." kept="It is tried again." retry={reload} />
      )}
      {rows && more && (
        <div className={styles.more}>
          <span className="cap" aria-live="polite">
            {rows.length < most
              ? `The newest ${rows.length} are shown.`
              : `The newest ${rows.length} are shown. Older ones can be read by the API.`}
          </span>
          {rows.length < most && (
            <Button
              data-size="small"
              loading={more.busy}
              onClick={() => {
                // Who looks back does not want the list to move.
                setPaused(true);
                more.load();
              }}
            >
              Load older ones
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}

function Rows(props: { rows: ReceivedMessage[]; type: string | undefined; none: ReactNode }) {
  const { rows, type, none } = props;
  const shown = type ? rows.filter((row) => row.type === type) : rows;
  if (rows.length === 0) return none;
  if (shown.length === 0) {
    return <EmptyState title={`No ${type} among the newest ${rows.length}`}>Choose another type.</EmptyState>;
  }
  return (
    <ul aria-label="Messages, the newest first">
      {shown.map((row) => (
        <MessageLine key={row.seq} message={row} />
      ))}
    </ul>
  );
}
