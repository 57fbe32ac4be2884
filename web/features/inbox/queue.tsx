import { Button, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { HandoffSummary } from '../../../src/features/handoffs/schema.ts';
import { useFormat } from '../../format.ts';
import type { ListState } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { Ring } from '../../ui/ring.tsx';
import styles from './inbox.module.css';
import { firstClock, promiseWords } from './promise-words.ts';
import { TimeLeft } from './time-left.tsx';

export function Queue(props: {
  list: ListState<HandoffSummary> & { rows: HandoffSummary[] };
  count: string;
  /** Ids of those that are marked as new. */
  arrivals: ReadonlySet<string>;
  narrow: boolean;
  /** The row that takes the focus when the list comes back. */
  returnTo: string | undefined;
}) {
  const { rows, error, more, reload } = props.list;
  const back = useRef(props.returnTo);
  useEffect(() => {
    if (back.current) document.getElementById(`row-${back.current}`)?.focus({ preventScroll: true });
  }, []);
  return (
    <section className={styles.queue} aria-labelledby="queue-title">
      <header className={styles.queueHead}>
        <h2 id="queue-title">Open, {props.count}</h2>
        <span className="cap">time left, grade · estimate</span>
      </header>
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
          />
        ))}
      </ul>
      {rows.length === 0 && <p className={styles.done}>Nothing else is open.</p>}
      {more && (
        <div className={styles.more}>
          <span className="cap">{rows.length} are shown, those with the least time first.</span>
          <Button onClick={more.load} loading={more.busy} data-size="small">
            Show more
          </Button>
        </div>
      )}
    </section>
  );
}

function Row({ handoff, isNew, replace }: { handoff: HandoffSummary; isNew: boolean; replace: boolean }) {
  const format = useFormat();
  const { member } = useSession();
  const clock = firstClock(handoff);
  const words = clock && promiseWords[clock.kind];
  const about = [
    handoff.member.id === member.id ? null : handoff.member.name,
    handoff.account?.name ?? handoff.contact.email,
    words?.verb,
  ].filter(Boolean);
  return (
    <li className={styles.item} data-new={isNew || undefined}>
      <Link
        id={`row-${handoff.id}`}
        to="/inbox"
        search={{ handoff: handoff.id }}
        replace={replace}
        className={styles.row}
      >
        <span className={styles.ring}>{clock && words && <Ring clock={clock} department={words.department} />}</span>
        <span className={styles.who}>
          {handoff.contact.name} {isNew && <span className={styles.new}>New</span>}
        </span>
        <span className={styles.left}>{clock && <TimeLeft clock={clock} />}</span>
        <span className={styles.about}>{about.join(' · ')}</span>
        <span className={styles.worth}>
          {[handoff.grade, handoff.expectedValue && format.roughMoney(handoff.expectedValue)]
            .filter(Boolean)
            .join(' · ')}
          {handoff.expectedValue && <VisuallyHidden> estimate</VisuallyHidden>}
        </span>
        {handoff.reason && <span className={styles.reason}>{handoff.reason}</span>}
      </Link>
    </li>
  );
}
