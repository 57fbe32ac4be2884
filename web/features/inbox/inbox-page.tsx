/** Room 2: leads that were handed over and wait for somebody, by the time that is left, and the brief of the open one. */
import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { type HandoffSummary, listHandoffs } from '../../../src/features/handoffs/schema.ts';
import { usePages } from '../../queries.ts';
import { usePageKeys } from '../../shell/shortcuts.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { Brief } from './brief.tsx';
import styles from './inbox.module.css';
import { NoLeads } from './no-leads.tsx';
import { Queue } from './queue.tsx';
import { useArrivals } from './use-arrivals.ts';

/** Until the server tells by itself that something is new. */
const readAgainMs = 10_000;

export function InboxPage() {
  const { handoff: openId } = useSearch({ from: '/signed-in/inbox' });
  const narrow = useMediaQuery('(max-width: 820px)', false, { getInitialValueInEffect: false }) ?? false;
  const pages = usePages(listHandoffs, { query: { status: 'open', limit: 50 } }, { every: readAgainMs });
  const list = { ...pages, rows: pages.rows && withoutRepeats(pages.rows) };
  const arrivals = useArrivals(list.rows, openId);
  useOpenFirst(list.rows, openId, narrow);
  useRowKeys(list.rows, openId, narrow);
  const lastOpen = useLast(openId);

  if (!list.rows) {
    return list.error ? (
      <ErrorState error={list.error} what="The Inbox could not be loaded." retry={list.reload} />
    ) : (
      <LoadingState lines={8} label="Loading the Inbox" />
    );
  }
  if (list.rows.length === 0 && !openId) return <NoLeads />;
  const count = `${list.rows.length}${list.more ? '+' : ''}`;
  return (
    <>
      <div className={styles.room}>
        {!(narrow && openId) && (
          <Queue
            list={{ ...list, rows: list.rows }}
            count={count}
            arrivals={new Set(arrivals.map(({ id }) => id))}
            narrow={narrow}
            returnTo={narrow ? lastOpen : undefined}
          />
        )}
        {openId && <Brief key={openId} handoffId={openId} back={narrow ? `Inbox, ${count}` : null} />}
      </div>
      <VisuallyHidden aria-live="polite">
        {arrivals.length > 0 && `New: ${arrivals.map(({ contact }) => contact.name).join(', ')}`}
      </VisuallyHidden>
    </>
  );
}

/** The order changes while pages are read, so a lead may be on two of them. */
const withoutRepeats = (rows: readonly HandoffSummary[]) => [...new Map(rows.map((row) => [row.id, row])).values()];

/** Beside the list there is always a brief. It is pinned in the address, so that a lead that comes in does not take its place. */
function useOpenFirst(rows: readonly HandoffSummary[] | undefined, openId: string | undefined, narrow: boolean): void {
  const navigate = useNavigate();
  const first = rows?.[0]?.id;
  useEffect(() => {
    if (!narrow && !openId && first) void navigate({ to: '/inbox', search: { handoff: first }, replace: true });
  }, [narrow, openId, first, navigate]);
}

function useRowKeys(rows: readonly HandoffSummary[] | undefined, openId: string | undefined, narrow: boolean): void {
  const navigate = useNavigate();
  const keys = useMemo(() => {
    const step = (by: 1 | -1) => () => {
      const ids = rows?.map(({ id }) => id) ?? [];
      const place = openId ? ids.indexOf(openId) : -1;
      const next = ids[place === -1 ? 0 : place + by];
      if (!next) return;
      void navigate({ to: '/inbox', search: { handoff: next }, replace: !narrow || openId !== undefined });
      if (!narrow) document.getElementById(`row-${next}`)?.focus();
    };
    return [
      { key: 'j', what: 'Next lead', run: step(1), repeats: true },
      { key: 'k', what: 'Previous lead', run: step(-1), repeats: true },
    ];
  }, [rows, openId, narrow, navigate]);
  usePageKeys(keys);
}

/** The brief that was open last: back in the list of a phone, the keyboard stands where it left. */
function useLast(openId: string | undefined): string | undefined {
  const last = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (openId) last.current = openId;
  }, [openId]);
  return last.current;
}
