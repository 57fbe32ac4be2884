/** What is known of a company, edited in its place. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { Account } from '../../../src/features/accounts/schema.ts';
import { useFormat } from '../../format.ts';
import { useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { OwnFields } from '../people/own-fields.tsx';
import { countryName } from '../people/person-facts.tsx';
import styles from '../people/record.module.css';

// Most who read a page change nothing: the form is loaded when it is opened.
const CompanyForm = lazy(() => import('./company-form.tsx').then(({ CompanyForm }) => ({ default: CompanyForm })));

export function CompanyFacts({ company }: { company: Account }) {
  const [editing, setEditing] = useState(false);
  const mayEdit = company.mayEdit && !company.deletedAt && !company.mergedInto;
  return (
    <Card
      title="What is known"
      aside={
        mayEdit &&
        !editing && (
          <Button data-size="small" onClick={() => setEditing(true)}>
            Edit
          </Button>
        )
      }
    >
      {editing ? (
        <Suspense fallback={<LoadingState />}>
          <CompanyForm company={company} onClose={() => setEditing(false)} />
        </Suspense>
      ) : (
        <Facts company={company} />
      )}
    </Card>
  );
}

function Facts({ company }: { company: Account }) {
  const format = useFormat();
  const { workspace } = useSession();
  const { domains, industry, country, employees, revenue, people, owner, tier, createdAt, fields } = company;
  const facts: [string, string | null][] = [
    [domains.length > 1 ? 'Domains' : 'Domain', domains.length > 0 ? domains.join(', ') : null],
    ['Industry', industry],
    ['Country', country && countryName(country, format)],
    ['Employees', employees === null ? null : format.number(employees)],
    ['Revenue', revenue === null ? null : format.roughMoney({ minor: revenue, currency: workspace.currency })],
    ['Owner', owner?.name ?? 'Nobody'],
    ['Target tier', tier === null ? null : String(tier)],
    ['People', format.number(people)],
  ];
  return (
    <dl className={styles.pairs}>
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi className={styles.long}>{value}</bdi>
            </dd>
          </div>
        ))}
      <div>
        <dt>Known since</dt>
        <dd>
          <TimeText at={createdAt} as="date" />
        </dd>
      </div>
      <OwnFields object="account" fields={fields} />
    </dl>
  );
}
