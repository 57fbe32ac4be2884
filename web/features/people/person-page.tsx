/** One person: who they are, where they stand and why, and what happened between them and both departments. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type Contact, getContact, getContactTimeline } from '../../../src/features/contacts/schema.ts';
import { queryOf, usePages } from '../../queries.ts';
import { Icon } from '../../ui/icon.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { useVocabulary, type Vocabulary } from '../../vocabulary.ts';
import { Timeline } from '../timelines/timeline.tsx';
import { Consents } from './consents.tsx';
import { Handoffs } from './handoffs.tsx';
import { PersonFacts } from './person-facts.tsx';
import { PersonHead } from './person-head.tsx';
import styles from './record.module.css';
import { StagePath } from './stage-path.tsx';
import { Standing } from './standing.tsx';

export function PersonPage() {
  const { contactId } = useParams({ from: '/signed-in/people/$contactId' });
  const query = useQuery(queryOf(getContact, { params: { contactId } }));
  const vocabulary = useVocabulary();
  const person = query.data;
  return (
    <>
      <Link to="/people" search={{}} className={styles.back}>
        <Icon name="left" /> All people
      </Link>
      {person && vocabulary && <Sheet key={person.id} person={person} vocabulary={vocabulary} />}
      {!person && query.error && (
        <ErrorState error={query.error} what="This person could not be opened." retry={() => void query.refetch()} />
      )}
      {!(person && vocabulary) && !query.error && <LoadingState lines={10} label="Loading this person" />}
    </>
  );
}

function Sheet({ person, vocabulary }: { person: Contact; vocabulary: Vocabulary }) {
  const timeline = usePages(getContactTimeline, { params: { contactId: person.id }, query: { limit: 50 } });
  return (
    <article aria-label={person.label}>
      <PersonHead person={person} />
      <StagePath person={person} stages={vocabulary.stages} />
      <div className={styles.layout}>
        <Timeline list={timeline} />
        <div className={styles.side}>
          <Standing person={person} vocabulary={vocabulary} />
          <PersonFacts person={person} />
          <Handoffs handoffs={person.handoffs} />
          <Consents person={person} />
        </div>
      </div>
    </article>
  );
}
