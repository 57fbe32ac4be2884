/**
 * What happens on the server, as it happens: server-sent events, one connection for all tabs of a browser. The tab that holds the
 * lock has the connection and tells the others; when it is closed the next one goes on from the event that was told last.
 */
import { useSyncExternalStore } from 'react';
import type { Event } from '../src/features/events/schema.ts';
import { followEvents } from '../src/features/events/schema.ts';
import { call } from './api.ts';
import { staleAfter } from './live-reads.ts';
import { queryClient } from './queries.ts';
import { sessionQuery } from './session.ts';

export type StreamState = 'connecting' | 'live' | 'down';

/** The server ends each connection after a minute, and the browser opens the next one: only a longer gap is one. */
const patience = 4_000;
/** After a refusal the browser does not try again by itself. */
const retryAfter = 5_000;
/** What comes within so many milliseconds of a refresh is read together with what follows. */
const pause = 300;

type Told = { event: Pick<Event, 'kind' | 'object' | 'objectId'> } | { reset: true } | { state: StreamState };
/** `ask`: a tab that has just opened wants to know how the connection is. */
type Message = (Told & { lastId: string | null }) | { ask: true };

const listeners = new Set<() => void>();
let state: StreamState = 'connecting';
let lastId: string | null = null;
let close: (() => void) | null = null;

/** Whether news come by themselves. While they do not, lists read again every few seconds. */
export function useStream(): StreamState {
  return useSyncExternalStore(subscribe, () => state);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  close ??= open();
  return () => {
    listeners.delete(listener);
    // A change of pages lets go and takes hold again in one go.
    queueMicrotask(() => {
      if (listeners.size > 0) return;
      close?.();
      close = null;
    });
  };
}

function setState(next: StreamState): void {
  if (state === next) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Joins the tabs of this member in this browser. */
function open(): () => void {
  const memberId = queryClient.getQueryData(sessionQuery.queryKey)?.member.id ?? 'nobody';
  const name = `baton-events-${memberId}`;
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
  const end = new AbortController();
  let isLeader = false;
  const tell = (told: Told) => {
    take(told);
    channel?.postMessage({ ...told, lastId } satisfies Message);
  };
  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if ('ask' in data) {
        if (isLeader) channel.postMessage({ state, lastId } satisfies Message);
        return;
      }
      lastId = data.lastId ?? lastId;
      take(data);
    };
    channel.postMessage({ ask: true } satisfies Message);
  }
  const lead = () => {
    isLeader = true;
    return new Promise<void>((resolve) => {
      const disconnect = connect(tell);
      end.signal.addEventListener('abort', () => {
        disconnect();
        resolve();
      });
    });
  };
  // Browsers have locks on secure addresses only; elsewhere each tab has its own connection.
  if (navigator.locks) navigator.locks.request(name, { signal: end.signal }, lead).catch(() => undefined);
  else void lead();
  return () => {
    end.abort();
    channel?.close();
    setState('connecting');
  };
}

function connect(tell: (told: Told) => void): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let gap: ReturnType<typeof setTimeout> | undefined;
  let hasBegun = false;
  // The browser tries again and again: the gap lasts from the first failure on.
  const noteGap = () => {
    gap ??= setTimeout(() => tell({ state: 'down' }), patience);
  };
  const endGap = () => {
    clearTimeout(gap);
    gap = undefined;
  };
  const onReady = ({ lastEventId }: MessageEvent<string>, isReset: boolean) => {
    endGap();
    lastId = lastEventId || lastId;
    // What happened before the first answer is not told: what was read until then may be old.
    if (isReset || !hasBegun) tell({ reset: true });
    hasBegun = true;
    tell({ state: 'live' });
  };
  const start = () => {
    const after = lastId === null ? '' : `?after=${encodeURIComponent(lastId)}`;
    source = new EventSource(`${followEvents.path}${after}`);
    source.addEventListener('ready', (event) => onReady(event, false));
    source.addEventListener('reset', (event) => onReady(event, true));
    source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
      lastId = lastEventId || lastId;
      const event = readEvent(data);
      if (event) tell({ event });
    };
    source.onerror = () => {
      noteGap();
      if (source?.readyState !== EventSource.CLOSED) return;
      tell({ state: 'down' });
      again = setTimeout(start, retryAfter);
      // Whoever was signed out is led to the sign-in by the next call.
      void call(followEvents, { query: {} }).catch(() => undefined);
    };
  };
  start();
  noteGap();
  return () => {
    endGap();
    clearTimeout(again);
    source?.close();
  };
}

function take(told: Told): void {
  if ('state' in told) setState(told.state);
  else if ('reset' in told) refresh(null);
  else refresh(told.event);
}

let waiting: Set<string> | null = null;

/** Reads anew what an event makes stale: at once, and what comes in the same moment together a moment later. */
function refresh(event: Pick<Event, 'kind' | 'object' | 'objectId'> | null): void {
  const ids = staleAfter(event);
  if (waiting) {
    for (const id of ids) waiting.add(id);
    return;
  }
  waiting = new Set();
  invalidate(ids);
  setTimeout(() => {
    const later = waiting ?? new Set();
    waiting = null;
    invalidate([...later]);
  }, pause);
}

function invalidate(ids: readonly string[]): void {
  for (const id of ids) void queryClient.invalidateQueries({ queryKey: [id] });
}

function readEvent(data: string): Pick<Event, 'kind' | 'object' | 'objectId'> | null {
  const event: unknown = JSON.parse(data);
  if (typeof event !== 'object' || event === null) return null;
  const { kind, object, objectId }: Partial<Record<string, unknown>> = { ...event };
  if (typeof kind !== 'string' || typeof object !== 'string' || typeof objectId !== 'string') return null;
  return { kind, object, objectId };
}
