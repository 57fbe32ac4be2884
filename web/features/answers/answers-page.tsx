/** Room 3: rejected and contested leads, by the time in which each is to be answered or decided, and what Sales says. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { listFeedback, type Rejection } from '../../../src/features/feedback/schema.ts';
import { usePages } from '../../queries.ts';
import { usePageKeys } from '../../shell/shortcuts.ts';
import { useStream } from '../../stream.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { useNarrow } from '../../ui/use-narrow.ts';
import inbox from '../inbox/inbox.module.css';
import { groupRejections } from './answer-words.ts';
import { RejectionList } from './rejection-list.tsx';
import { RejectionPane } from './rejection-pane.tsx';
import { WeekPane } from './week-pane.tsx';

/** Where the server does not tell by itself that something is new, and as a net where it does. */
const readAgainMs = 10_000;
const netMs = 60_000;

export function AnswersPage() {
  const { rejection: openId, by = 'reason', show } = useSearch({ from: '/signed-in/answers' });
  const narrow = useNarrow();
  const stream = useStream();
  const every = stream === 'live' ? netMs : readAgainMs;
  const filter =
    show === 'all'
      ? {}
      : show === 'deadlock'
        ? { deadlock: 'true' }
        : { status: 'unsettled' as const, ...(show === 'mine' ? { mine: 'true' } : {}) };
  const list = usePages(listFeedback, { query: { limit: 50, ...filter } }, { every });
  const { rows } = list;
  const groups = useMemo(() => (rows ? groupRejections(withoutRepeats(rows), by) : []), [rows, by]);
  const order = useMemo(() => groups.flatMap((group) => group.rows.map(({ id }) => id)), [groups]);
  useRowKeys(order, openId, narrow);

  if (!rows) {
    return list.error ? (
      <ErrorState error={list.error} what="The Answers could not be loaded." retry={list.reload} />
    ) : (
      <LoadingState lines={8} label="Loading the Answers" />
    );
  }
  return (
    <div className={inbox.room}>
      {!(narrow && openId) && (
        <RejectionList list={{ ...list, rows }} groups={groups} stream={stream} narrow={narrow} />
      )}
      {openId ? (
        <RejectionPane key={openId} rejectionId={openId} readAgainMs={every} narrow={narrow} />
      ) : (
        <WeekPane isNothingOwed={rows.length === 0 && show === undefined} />
      )}
    </div>
  );
}

/** New ones come while pages are read, so one may be on two of them. */
const withoutRepeats = (rows: readonly Rejection[]) => [...new Map(rows.map((row) => [row.id, row])).values()];

function useRowKeys(order: readonly string[], openId: string | undefined, narrow: boolean): void {
  const navigate = useNavigate();
  const keys = useMemo(() => {
    const step = (by: 1 | -1) => () => {
      const place = openId ? order.indexOf(openId) : -1;
      const next = order[place === -1 ? 0 : place + by];
      if (!next) return;
      void navigate({
        to: '/answers',
        search: (before) => ({ ...before, rejection: next }),
        replace: !narrow || openId !== undefined,
      });
      if (!narrow) document.getElementById(`row-${next}`)?.focus();
    };
    return [
      { key: 'j', what: 'Next rejection', run: step(1), repeats: true },
      { key: 'k', what: 'Previous rejection', run: step(-1), repeats: true },
    ];
  }, [order, openId, narrow, navigate]);
  usePageKeys(keys);
}
