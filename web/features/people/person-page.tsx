/** One person: who they are, where they stand and why, and what happened between them and both departments. */
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type Contact, getContact, getContactTimeline } from '../../../src/features/contacts/schema.ts';
import { queryOf, usePages } from '../../queries.ts';
import { Icon } from '../../ui/icon.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { useVocabulary, type Vocabulary } from '../../vocabulary.ts';
import { DealsCard } from '../deals/deals-card.tsx';
import { MergedNotice, MergeHistory } from '../merges/merge-history.tsx';
import { Composer } from '../notes/composer.tsx';
import { TasksCard } from '../tasks/tasks-card.tsx';
import { kindsOf, type Show } from '../timelines/kinds.ts';
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
  // A link to a record that was merged leads to the one that it became.
  if (person && person.id !== contactId)
    return <Navigate to="/people/$contactId" params={{ contactId: person.id }} replace />;
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
  const [show, setShow] = useState<Show>('all');
  const about = { contactId: person.id };
  const timeline = usePages(getContactTimeline, { params: about, query: { limit: 50, ...kindsOf(show) } });
  const isThere = person.deletedAt === null && person.mergedInto === null;
  return (
    <article aria-label={person.label}>
      <MergedNotice object="contact" id={person.id} mayEdit={person.mayEdit} />
      <PersonHead person={person} />
      <StagePath person={person} stages={vocabulary.stages} />
      <div className={styles.layout}>
        <div className={styles.main}>
          {isThere && <Composer about={about} />}
          <Timeline list={timeline} show={show} onShow={setShow} />
        </div>
        <div className={styles.side}>
          <Standing person={person} vocabulary={vocabulary} />
          <TasksCard about={about} />
          <DealsCard about={about} isThere={isThere} />
          <PersonFacts person={person} />
          <Handoffs handoffs={person.handoffs} />
          <Consents person={person} />
          <MergeHistory object="contact" id={person.id} mayEdit={person.mayEdit} />
        </div>
      </div>
    </article>
  );
}
