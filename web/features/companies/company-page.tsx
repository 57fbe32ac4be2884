/** One company: what is known of it, its people with their roles, and all touches of both departments on one line of time. */
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type Account, getAccount, getAccountTimeline } from '../../../src/features/accounts/schema.ts';
import { listContacts } from '../../../src/features/contacts/schema.ts';
import { queryOf, usePages } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { useVocabulary } from '../../vocabulary.ts';
import { DealsCard } from '../deals/deals-card.tsx';
import { MergedNotice, MergeHistory } from '../merges/merge-history.tsx';
import { Composer } from '../notes/composer.tsx';
import { colleagueColumns } from '../people/person-columns.tsx';
import styles from '../people/record.module.css';
import { TasksCard } from '../tasks/tasks-card.tsx';
import { kindsOf, type Show } from '../timelines/kinds.ts';
import { Timeline } from '../timelines/timeline.tsx';
import { CompanyFacts } from './company-facts.tsx';
import { CompanyHead } from './company-head.tsx';

export function CompanyPage() {
  const { accountId } = useParams({ from: '/signed-in/companies/$accountId' });
  const query = useQuery(queryOf(getAccount, { params: { accountId } }));
  const company = query.data;
  // A link to a record that was merged leads to the one that it became.
  if (company && company.id !== accountId)
    return <Navigate to="/companies/$accountId" params={{ accountId: company.id }} replace />;
  return (
    <>
      <Link to="/companies" search={{}} className={styles.back}>
        <Icon name="left" /> All companies
      </Link>
      {company && <Sheet key={company.id} company={company} />}
      {!company && query.error && (
        <ErrorState error={query.error} what="This company could not be opened." retry={() => void query.refetch()} />
      )}
      {!company && !query.error && <LoadingState lines={10} label="Loading this company" />}
    </>
  );
}

function Sheet({ company }: { company: Account }) {
  const vocabulary = useVocabulary();
  const params = { accountId: company.id };
  const people = usePages(listContacts, { query: { accountId: company.id, sort: 'last-touch', limit: 20 } });
  const [show, setShow] = useState<Show>('all');
  const timeline = usePages(getAccountTimeline, { params, query: { limit: 50, ...kindsOf(show) } });
  const isThere = company.deletedAt === null && company.mergedInto === null;
  return (
    <article aria-label={company.label}>
      <MergedNotice object="account" id={company.id} mayEdit={company.mayEdit} />
      <CompanyHead company={company} />
      <div className={styles.layout}>
        <div className={styles.main}>
          <Card title="People" flush>
            <DataTable
              label="People of this company"
              list={people}
              columns={colleagueColumns(vocabulary)}
              rowKey={({ id }) => id}
              empty={
                <EmptyState title="Nobody of this company is known">
                  {company.people > 0
                    ? 'Its people are out of your reach.'
                    : 'Whoever comes with an address of its domain stands here.'}
                </EmptyState>
              }
            />
          </Card>
          {isThere && <Composer about={params} />}
          <Timeline list={timeline} named show={show} onShow={setShow} />
        </div>
        <div className={styles.side}>
          <TasksCard about={params} />
          <DealsCard about={params} isThere={isThere} />
          <CompanyFacts company={company} />
          <MergeHistory object="account" id={company.id} mayEdit={company.mayEdit} />
        </div>
      </div>
    </article>
  );
}
