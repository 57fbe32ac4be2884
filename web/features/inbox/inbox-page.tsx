/** Room 2: leads that were handed over and wait for somebody, by the time that is left, and the brief of the open one. */
import { VisuallyHidden } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type HandoffSummary, listHandoffs } from '../../../src/features/handoffs/schema.ts';
import { usePages } from '../../queries.ts';
import { usePageKeys } from '../../shell/shortcuts.ts';
import { useStream } from '../../stream.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { useNarrow } from '../../ui/use-narrow.ts';
import { Brief } from './brief.tsx';
import styles from './inbox.module.css';
import { NoLeads } from './no-leads.tsx';
import { Queue } from './queue.tsx';
import { useArrivals } from './use-arrivals.ts';
import { type Chosen, useChosen } from './use-chosen.ts';
import { Waiting } from './waiting.tsx';
import { WaitingNote } from './waiting-note.tsx';

/** Where the server does not tell by itself that something is new, and as a net where it does. */
const readAgainMs = 10_000;
const netMs = 60_000;

export function InboxPage() {
  const { show } = useSearch({ from: '/signed-in/inbox' });
  return show === 'waiting' ? <Waiting /> : <Handoffs show={show} />;
}

function Handoffs({ show }: { show: Exclude<HandoffSummary['status'], 'offered' | 'accepted'> | undefined }) {
  const { handoff: openId, sort } = useSearch({ from: '/signed-in/inbox' });
  const navigate = useNavigate();
  const narrow = useNarrow();
  const stream = useStream();
  const every = stream === 'live' ? netMs : readAgainMs;
  const query = { status: show ?? ('open' as const), limit: 50, ...(sort && !show ? { sort } : {}) };
  const pages = usePages(listHandoffs, { query }, { every });
  const list = { ...pages, rows: pages.rows && withoutRepeats(pages.rows) };
  const arrivals = useArrivals(show ? undefined : list.rows, openId);
  const chosen = useChosen(show ? undefined : list.rows);
  useOpenFirst(list.rows, openId, narrow);
  useRowKeys(list.rows, openId, narrow, show ? null : chosen);
  const lastOpen = useLast(openId);
  const nextId = useNext(list.rows, openId);
  const onGone = useCallback(() => {
    void navigate({
      to: '/inbox',
      search: (before) => ({ ...before, handoff: narrow ? undefined : nextId }),
      replace: true,
    });
  }, [navigate, narrow, nextId]);

  if (!list.rows) {
    return list.error ? (
      <ErrorState error={list.error} what="The Inbox could not be loaded." retry={list.reload} />
    ) : (
      <LoadingState lines={8} label="Loading the Inbox" />
    );
  }
  if (list.rows.length === 0 && !openId && !show) {
    return (
      <>
        <WaitingNote />
        <NoLeads />
      </>
    );
  }
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
            chosen={chosen}
            stream={stream}
            returnTo={narrow ? lastOpen : undefined}
          />
        )}
        {openId && (
          <Brief
            key={openId}
            handoffId={openId}
            back={narrow ? `Inbox, ${count}` : null}
            readAgainMs={every}
            isQuiet={chosen.rows.length > 0}
            onGone={onGone}
          />
        )}
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
    if (!narrow && !openId && first)
      void navigate({ to: '/inbox', search: (before) => ({ ...before, handoff: first }), replace: true });
  }, [narrow, openId, first, navigate]);
}

function useRowKeys(
  rows: readonly HandoffSummary[] | undefined,
  openId: string | undefined,
  narrow: boolean,
  chosen: Chosen | null,
): void {
  const navigate = useNavigate();
  const toggle = chosen?.toggle;
  const keys = useMemo(() => {
    const step = (by: 1 | -1) => () => {
      const ids = rows?.map(({ id }) => id) ?? [];
      const place = openId ? ids.indexOf(openId) : -1;
      const next = ids[place === -1 ? 0 : place + by];
      if (!next) return;
      void navigate({
        to: '/inbox',
        search: (before) => ({ ...before, handoff: next }),
        replace: !narrow || openId !== undefined,
      });
      if (!narrow) document.getElementById(`row-${next}`)?.focus();
    };
    return [
      { key: 'j', what: 'Next lead', run: step(1), repeats: true },
      { key: 'k', what: 'Previous lead', run: step(-1), repeats: true },
      ...(toggle && openId
        ? [{ key: 'x', what: 'Choose the lead, for several at once', run: () => toggle(openId) }]
        : []),
    ];
  }, [rows, openId, narrow, navigate, toggle]);
  usePageKeys(keys);
}

/** The lead below the open one, else the one above: where to go on when it is done. */
function useNext(rows: readonly HandoffSummary[] | undefined, openId: string | undefined): string | undefined {
  const [next, setNext] = useState<string | undefined>(undefined);
  useEffect(() => {
    const place = rows?.findIndex(({ id }) => id === openId) ?? -1;
    // Once it has left the list, what was beside it before is next.
    if (place >= 0) setNext((rows?.[place + 1] ?? rows?.[place - 1])?.id);
  }, [rows, openId]);
  return next;
}

/** The brief that was open last: back in the list of a phone, the keyboard stands where it left. */
function useLast(openId: string | undefined): string | undefined {
  const last = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (openId) last.current = openId;
  }, [openId]);
  return last.current;
}
