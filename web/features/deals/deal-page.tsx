/** One deal: where it stands, its people with their parts, and what happened between us and all of them on one line of time. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type Deal, getDeal, getDealTimeline, getPipeline } from '../../../src/features/deals/schema.ts';
import { queryOf, usePages } from '../../queries.ts';
import { Icon } from '../../ui/icon.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { Composer } from '../notes/composer.tsx';
import record from '../people/record.module.css';
import { TasksCard } from '../tasks/tasks-card.tsx';
import { kindsOf, type Show } from '../timelines/kinds.ts';
import { Timeline } from '../timelines/timeline.tsx';
import { DealFacts } from './deal-facts.tsx';
import { DealHead } from './deal-head.tsx';
import { DealHistory } from './deal-history.tsx';
import { DealPeople } from './deal-people.tsx';

export function DealPage() {
  const { dealId } = useParams({ from: '/signed-in/deals/$dealId' });
  const query = useQuery(queryOf(getDeal, { params: { dealId } }));
  const pipeline = useQuery(queryOf(getPipeline, {}));
  const deal = query.data;
  const error = query.error ?? pipeline.error;
  return (
    <>
      <Link to="/deals" search={{}} className={record.back}>
        <Icon name="left" /> All deals
      </Link>
      {deal && pipeline.data && <Sheet key={deal.id} deal={deal} stages={pipeline.data.stages} />}
      {!(deal && pipeline.data) && error && (
        <ErrorState error={error} what="This deal could not be opened." retry={() => void query.refetch()} />
      )}
      {!(deal && pipeline.data) && !error && <LoadingState lines={10} label="Loading this deal" />}
    </>
  );
}

function Sheet({ deal, stages }: { deal: Deal; stages: readonly { key: string; name: string }[] }) {
  const params = { dealId: deal.id };
  const [show, setShow] = useState<Show>('all');
  const timeline = usePages(getDealTimeline, { params, query: { limit: 50, ...kindsOf(show) } });
  return (
    <article aria-label={deal.name}>
      <DealHead deal={deal} stages={stages} />
      <div className={record.layout}>
        <div className={record.main}>
          <DealPeople deal={deal} />
          {deal.deletedAt === null && <Composer about={params} />}
          <Timeline list={timeline} named show={show} onShow={setShow} />
        </div>
        <div className={record.side}>
          <DealFacts deal={deal} />
          <TasksCard about={params} />
          <DealHistory deal={deal} />
        </div>
      </div>
    </article>
  );
}
