/** How far the agreed attempts are, what is owed next, and what was done to reach the person. */
import { sayActivity } from '../../../src/core/activity.ts';
import type { Activity } from '../../../src/features/activities/schema.ts';
import type { Handoff } from '../../../src/features/handoffs/schema.ts';
import { now } from '../../clock.ts';
import { type Format, useFormat } from '../../format.ts';
import styles from './attempts.module.css';
import brief from './brief.module.css';

/** More segments than this nobody counts. */
const mostSegments = 12;

export function Attempts({ handoff }: { handoff: Handoff }) {
  const format = useFormat();
  const { attempts, activities } = handoff;
  const { made, atLeast, channels, ofChannels, typedShare } = attempts;
  const segments = Math.min(mostSegments, Math.max(made, atLeast ?? 0));
  return (
    <section className={brief.wide}>
      <h3>
        Attempts, {atLeast === null ? made : `${made} of ${atLeast}`}
        {ofChannels !== null && ofChannels > 1 && (
          <span className={styles.more}>
            {channels} of {ofChannels} channels
          </span>
        )}
        {typedShare !== null && <span className={styles.more}>{format.percent(typedShare)} typed</span>}
      </h3>
      {segments > 0 && (
        <div className={styles.strip} aria-hidden="true">
          {Array.from({ length: segments }, (_, place) => place).map((place) => (
            <span key={place} data-made={place < made || undefined} data-next={place === made || undefined} />
          ))}
        </div>
      )}
      <p className={styles.owed}>{owedWords(handoff, format)}</p>
      <ul className={styles.log}>
        {activities.map((activity) => (
          <Line key={activity.id} activity={activity} />
        ))}
      </ul>
    </section>
  );
}

function Line({ activity }: { activity: Activity }) {
  const format = useFormat();
  const { at, note, member, known, withdrawn } = activity;
  return (
    <li data-withdrawn={withdrawn ? '' : undefined}>
      <time dateTime={at} title={format.exact(at)}>
        {format.when(at, now())}
      </time>
      <span>
        <span className={styles.said}>{sayActivity(activity)}</span>
        <span className="cap">
          {' '}
          {[known, member?.name, withdrawn && `taken back: ${withdrawn.reason}`].filter(Boolean).join(' · ')}
        </span>
        {note && <span className={styles.note}>{note}</span>}
      </span>
    </li>
  );
}

/** What is owed next, in one sentence. */
function owedWords({ attempts, clocks, status }: Handoff, format: Format): string {
  const { made, atLeast, twoWayAt, owed, nextCountsFrom } = attempts;
  if (status !== 'offered' && status !== 'accepted') return '';
  if (twoWayAt !== null)
    return `They were in touch with us ${format.when(twoWayAt, now())}: no more attempts are owed.`;
  if (!owed)
    return atLeast === null ? 'The agreement asks for no number of attempts.' : 'All agreed attempts are made.';
  const left = Math.max(0, (atLeast ?? 0) - made);
  const due = clocks.find(({ kind, state }) => kind === 'attempts' && state === 'running')?.dueAt ?? null;
  const what =
    left === 0
      ? 'One over another channel is owed'
      : `${left}${made > 0 ? ' more' : ''} ${left === 1 ? 'is' : 'are'} owed before somebody counts as not reached`;
  const until = due === null ? '' : `, until ${format.when(due, now())}`;
  const isLater = nextCountsFrom !== null && Date.parse(nextCountsFrom) > now().getTime();
  return `${what}${until}.${isLater ? ` The next one counts from ${format.when(nextCountsFrom, now())}.` : ''}`;
}
