/** How far the agreed attempts are, what is owed next, and what was done to reach the person. */
import { useQuery } from '@tanstack/react-query';
import { sayActivity } from '../../../src/core/activity.ts';
import type { Activity } from '../../../src/features/activities/schema.ts';
import type { Handoff } from '../../../src/features/handoffs/schema.ts';
import { type BookedMeeting, listBookedMeetings } from '../../../src/features/inbound-mail/schema.ts';
import { now } from '../../clock.ts';
import { type Format, useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { Known } from '../../ui/known.tsx';
import styles from './attempts.module.css';
import brief from './brief.module.css';

/** More segments than this nobody counts. */
const mostSegments = 12;

export function Attempts({ handoff }: { handoff: Handoff }) {
  const format = useFormat();
  const { attempts, activities } = handoff;
  const { made, atLeast, channels, ofChannels, logged, typedShare } = attempts;
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
        {typedShare !== null && (
          <span className={styles.more}>
            typed {Math.round(typedShare * logged)} of {logged} ({format.percent(typedShare)})
          </span>
        )}
      </h3>
      {segments > 0 && (
        <div className={styles.strip} aria-hidden="true">
          {Array.from({ length: segments }, (_, place) => place).map((place) => (
            <span key={place} data-made={place < made || undefined} data-next={place === made || undefined} />
          ))}
        </div>
      )}
      <p className={styles.owed}>{owedWords(handoff, format)}</p>
      <Booked contactId={handoff.contact.id} />
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
          <Known known={known} />
          {[member?.name, withdrawn && `taken back: ${withdrawn.reason}`]
            .filter(Boolean)
            .map((word) => ` · ${word}`)
            .join('')}
        </span>
        {note && <span className={styles.note}>{note.replaceAll(/\n{2,}/g, '\n')}</span>}
      </span>
    </li>
  );
}

const answerWords = { accepted: 'accepted', declined: 'declined', tentative: 'perhaps' };

/** Meetings that are still to come, as invitations told. */
function Booked({ contactId }: { contactId: string }) {
  const { data } = useQuery(queryOf(listBookedMeetings, { params: { contactId } }));
  const format = useFormat();
  if (!data || data.data.length === 0) return null;
  const when = ({ startsAt, wholeDay }: BookedMeeting) =>
    wholeDay ? format.date(startsAt) : format.when(startsAt, now());
  return (
    <ul className={styles.log} aria-label="Booked meetings">
      {data.data.map((meeting) => (
        <li key={`${meeting.startsAt} ${meeting.subject}`}>
          <span>Booked</span>
          <span>
            <bdi>{meeting.subject ?? 'A meeting'}</bdi>
            <span className="cap">
              {' '}
              {when(meeting)} · {meeting.answer === null ? 'not answered yet' : answerWords[meeting.answer]}
            </span>
          </span>
        </li>
      ))}
    </ul>
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
