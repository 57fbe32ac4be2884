/** How a lead was given back, and what became of that: Marketing's answer, the heads' ruling, the next step, the day it wakes up. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getRejection } from '../../../src/features/feedback/schema.ts';
import type { Handoff } from '../../../src/features/handoffs/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { LoadingState } from '../../ui/states.tsx';
import { Conversation } from '../answers/conversation.tsx';
import styles from './brief.module.css';
import { verdictWords } from './verdict-words.ts';

export function Returned({ handoff }: { handoff: Handoff }) {
  const { returned, rejection, follows } = handoff;
  return (
    <>
      {follows !== null && (
        <p className={styles.ruling}>
          The heads overturned the rejection of this lead, so it is yours again, accepted.{' '}
          <Link to="/inbox" search={{ handoff: follows, show: 'rejected' }} className="link">
            See the rejection
          </Link>
        </p>
      )}
      {rejection !== null && <Answer rejectionId={rejection.id} />}
      {returned !== null && rejection === null && <Facts returned={returned} />}
    </>
  );
}

function Answer({ rejectionId }: { rejectionId: string }) {
  const { data } = useQuery(queryOf(getRejection, { params: { rejectionId } }));
  return (
    <section className={styles.answer}>
      <h3>What became of the rejection</h3>
      {data ? <Conversation rejection={data} /> : <LoadingState lines={3} label="Loading the answer" />}
    </section>
  );
}

function Facts({ returned }: { returned: NonNullable<Handoff['returned']> }) {
  const format = useFormat();
  const { verdict, name, note, by, at, marketingOwner, nextStep, wakeUpAt, attachedTo } = returned;
  const rows: [string, React.ReactNode][] = [
    ['Reason', `${name} (${verdictWords[verdict].choice.toLocaleLowerCase()})`],
    ['Said', note],
    ['By', by && `${by.name}, ${format.when(at, now())}`],
    ['Marketing', marketingOwner?.name],
    ['Next step', nextStep],
    ['Wakes up', wakeUpAt && format.date(wakeUpAt)],
    [
      'Joins',
      attachedTo?.contact && (
        <Link to="/people/$contactId" params={{ contactId: attachedTo.contact.id }} className="link">
          {attachedTo.contact.name}
        </Link>
      ),
    ],
  ];
  return (
    <section className={styles.answer}>
      <h3>Given back</h3>
      <dl className={styles.pairs}>
        {rows
          .filter(([, value]) => value)
          .map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
