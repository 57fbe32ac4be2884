import { Button, Checkbox, Select, VisuallyHidden } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { HandoffSummary } from '../../../src/features/handoffs/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import type { ListState } from '../../queries.ts';
import { useSession } from '../../session.ts';
import type { StreamState } from '../../stream.ts';
import { Ring } from '../../ui/ring.tsx';
import styles from './inbox.module.css';
import { ManyBar } from './many-bar.tsx';
import { firstClock, promiseWords } from './promise-words.ts';
import { TimeLeft } from './time-left.tsx';
import type { Chosen } from './use-chosen.ts';
import { seesWaiting } from './use-waiting.ts';
import { rejectionWords, statusWords } from './verdict-words.ts';
import { WaitingNote } from './waiting-note.tsx';

const shows = ['rejected', 'handed-back', 'won', 'lost', 'cancelled'] as const;
const sorts = [
  { value: 'time-left', label: 'Least time first' },
  { value: 'value', label: 'Most value first' },
  { value: 'ease', label: 'Easiest to reach first' },
] as const;
/** What stands on the right of a row. */
const asideOf = { 'time-left': 'time left, grade · estimate', value: 'time left, estimate', ease: 'time left, grade' };

export function Queue(props: {
  list: ListState<HandoffSummary> & { rows: HandoffSummary[] };
  count: string;
  /** Ids of those that are marked as new. */
  arrivals: ReadonlySet<string>;
  narrow: boolean;
  chosen: Chosen;
  stream: StreamState;
  /** The row that takes the focus when the list comes back. */
  returnTo: string | undefined;
}) {
  const { rows, error, more, reload } = props.list;
  const { show, sort } = useSearch({ from: '/signed-in/inbox' });
  const { chosen } = props;
  const back = useRef(props.returnTo);
  useEffect(() => {
    if (back.current) document.getElementById(`row-${back.current}`)?.focus({ preventScroll: true });
  }, []);
  const name = show && show !== 'waiting' ? statusWords[show] : 'Open';
  return (
    <section className={styles.queue} aria-labelledby="queue-title">
      <Filters />
      {!show && <WaitingNote />}
      <header className={styles.queueHead}>
        <h2 id="queue-title">
          {name}, {props.count}
        </h2>
        {show ? (
          <span className="cap">closed</span>
        ) : chosen.isOn ? null : (
          <button type="button" className={styles.textButton} onClick={chosen.begin} disabled={rows.length === 0}>
            Choose several
          </button>
        )}
        {!show && !chosen.isOn && <VisuallyHidden>On the right: {asideOf[sort ?? 'time-left']}</VisuallyHidden>}
      </header>
      {!show && chosen.isOn && <ManyBar chosen={chosen} />}
      {props.stream === 'down' && !error && (
        <p className={styles.quiet} role="status">
          News do not come by themselves right now: the list is read again every few seconds.
        </p>
      )}
      {error && (
        <p className={styles.stale} role="status">
          This list may be old: {error.message}{' '}
          <button type="button" className="link" onClick={reload}>
            Try again
          </button>
        </p>
      )}
      <ul>
        {rows.map((handoff) => (
          <Row
            key={handoff.id}
            handoff={handoff}
            isNew={props.arrivals.has(handoff.id)}
            // On a phone Back closes the brief; beside the list it would only undo a glance.
            replace={!props.narrow}
            chosen={!show && chosen.isOn ? chosen : null}
          />
        ))}
      </ul>
      {rows.length === 0 && (
        <p className={styles.done}>{show ? `Nothing here is ${name.toLocaleLowerCase()}.` : 'Nothing else is open.'}</p>
      )}
      {more && (
        <div className={styles.more}>
          <span className="cap">{rows.length} are shown.</span>
          <Button onClick={more.load} loading={more.busy} data-size="small">
            Show more
          </Button>
        </div>
      )}
    </section>
  );
}

/** Which leads are shown, and in which order. */
export function Filters() {
  const { show, sort } = useSearch({ from: '/signed-in/inbox' });
  const { member } = useSession();
  const navigate = useNavigate();
  const waiting = seesWaiting(member) ? [{ value: 'waiting', label: 'Waiting' }] : [];
  const closed = shows.map((value) => ({ value, label: statusWords[value] }));
  return (
    <div className={styles.filters}>
      <Select
        aria-label="Which leads"
        allowDeselect={false}
        data={[{ value: 'open', label: 'Open' }, ...waiting, ...closed]}
        value={show ?? 'open'}
        onChange={(value) =>
          void navigate({
            to: '/inbox',
            search: { show: value === 'waiting' ? value : shows.find((one) => one === value), sort },
          })
        }
      />
      {show !== 'waiting' && (
        <Select
          aria-label="Order"
          allowDeselect={false}
          disabled={show !== undefined}
          data={[...sorts]}
          value={sort ?? 'time-left'}
          onChange={(value) =>
            void navigate({
              to: '/inbox',
              search: (before) => ({ ...before, sort: value === 'value' || value === 'ease' ? value : undefined }),
              replace: true,
            })
          }
        />
      )}
    </div>
  );
}

function Row({
  handoff,
  isNew,
  replace,
  chosen,
}: {
  handoff: HandoffSummary;
  isNew: boolean;
  replace: boolean;
  /** Set while leads are chosen. */
  chosen: Chosen | null;
}) {
  const format = useFormat();
  const { member } = useSession();
  const { id, contact, returned, closedAt, rejection } = handoff;
  const clock = closedAt === null ? firstClock(handoff) : null;
  const words = clock && promiseWords[clock.kind];
  const isChosen = chosen?.rows.some((row) => row.id === id) ?? false;
  const about = [
    handoff.member.id === member.id ? null : handoff.member.name,
    handoff.account?.name ?? contact.email,
    closedAt === null ? doingWords(handoff) : returned?.name,
  ].filter(Boolean);
  return (
    <li className={styles.item} data-new={isNew || undefined} data-chosen={isChosen || undefined}>
      <Link
        id={`row-${id}`}
        to="/inbox"
        search={(before) => ({ ...before, handoff: id })}
        replace={replace}
        className={styles.row}
      >
        <span className={styles.ring}>
          {clock && words && !chosen && <Ring clock={clock} department={words.department} />}
        </span>
        <span className={styles.who}>
          {contact.name} {isNew && <span className={styles.new}>New</span>}
        </span>
        <span className={styles.left}>
          {clock && <TimeLeft clock={clock} />}
          {closedAt && format.when(closedAt, now())}
        </span>
        <span className={styles.about}>{about.join(' · ')}</span>
        <span className={styles.worth}>
          {rejection
            ? rejectionWords[rejection.status]
            : [handoff.grade, handoff.expectedValue && format.roughMoney(handoff.expectedValue)]
                .filter(Boolean)
                .join(' · ')}
          {handoff.expectedValue && !rejection && <VisuallyHidden> estimate</VisuallyHidden>}
        </span>
        {handoff.reason && closedAt === null && <span className={styles.reason}>{handoff.reason}</span>}
      </Link>
      {chosen && (
        <Checkbox
          className={styles.check ?? ''}
          aria-label={`Choose ${contact.name}`}
          checked={isChosen}
          onChange={() => chosen.toggle(id)}
        />
      )}
    </li>
  );
}

/** What is to be done, in a word or two: "decide", "attempt 3 of 5". */
function doingWords(handoff: HandoffSummary): string | null {
  const { attempts, status } = handoff;
  const clock = firstClock(handoff);
  if (status === 'accepted' && attempts.owed && attempts.atLeast !== null && attempts.made < attempts.atLeast) {
    return `attempt ${attempts.made + 1} of ${attempts.atLeast}`;
  }
  return clock && promiseWords[clock.kind].verb;
}
