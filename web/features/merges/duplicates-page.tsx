/** Pairs of people, or of companies, that may be one: compared side by side and merged, or told apart for good. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  type Duplicate,
  dismissDuplicate,
  listDuplicates,
  reopenDuplicate,
  scanDuplicates,
} from '../../../src/features/duplicates/schema.ts';
import { mergeTwoContacts } from '../../../src/features/merges/schema.ts';
import { type Format, useFormat } from '../../format.ts';
import { useAction, usePages } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState } from '../../ui/states.tsx';
import record from '../people/record.module.css';
import { say, sayProblem } from '../settings/say.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import type { MergeObject } from './merge-words.ts';
import styles from './merges.module.css';

export const PeopleDuplicatesPage = () => <DuplicatesPage key="contact" object="contact" />;
export const CompanyDuplicatesPage = () => <DuplicatesPage key="account" object="account" />;

const pageSize = 50;

function DuplicatesPage({ object }: { object: MergeObject }) {
  const format = useFormat();
  const { member } = useSession();
  const [isDismissed, setDismissed] = useState(false);
  const [compared, setCompared] = useState<Duplicate | null>(null);
  const list = usePages(listDuplicates, {
    query: { object, status: isDismissed ? 'dismissed' : 'open', limit: pageSize },
  });
  const dismiss = useAction(dismissDuplicate, { refresh: [listDuplicates] });
  const reopen = useAction(reopenDuplicate, { refresh: [listDuplicates] });
  const scan = useAction(scanDuplicates, {});
  const isContact = object === 'contact';
  const tellApart = async ({ id }: Duplicate) => {
    const params = { duplicateId: id };
    await dismiss.mutateAsync({ params });
    say('They are two, and are not asked about again.', () => reopen.mutateAsync({ params }));
  };
  const lookAgain = async () => {
    await scan.mutateAsync({});
    say('Baton looks for duplicates now. Come back in a moment.');
  };
  const columns = columnsFor(format, {
    object,
    isDismissed,
    mayMerge: may(member.role, mergeTwoContacts),
    onCompare: setCompared,
    onDismiss: (pair) => void tellApart(pair).catch(sayProblem),
    onReopen: ({ id }) => void reopen.mutateAsync({ params: { duplicateId: id } }).catch(sayProblem),
  });
  return (
    <>
      <Link to={isContact ? '/people' : '/companies'} search={{}} className={record.back}>
        <Icon name="left" /> {isContact ? 'All people' : 'All companies'}
      </Link>
      <PageHead
        title={isContact ? 'People who may be one' : 'Companies that may be one'}
        lead="Found when records come in, are added or imported, and every night among all of them."
        actions={
          may(member.role, scanDuplicates) && (
            <Button loading={scan.isPending} onClick={() => void lookAgain().catch(sayProblem)}>
              Look now
            </Button>
          )
        }
      />
      <Card flush>
        <nav className={styles.tabs} aria-label="Duplicates of">
          <LinkButton
            to="/people/duplicates"
            variant={isContact ? 'light' : 'subtle'}
            aria-current={isContact ? 'page' : undefined}
          >
            People
          </LinkButton>
          <LinkButton
            to="/companies/duplicates"
            variant={isContact ? 'subtle' : 'light'}
            aria-current={isContact ? undefined : 'page'}
          >
            Companies
          </LinkButton>
          <Button variant="subtle" aria-pressed={isDismissed} onClick={() => setDismissed(!isDismissed)}>
            {isDismissed ? 'Show open pairs' : 'Show told apart'}
          </Button>
        </nav>
        <DataTable
          label="Pairs"
          list={list}
          columns={columns}
          rowKey={({ id }) => id}
          empty={
            isDismissed ? (
              <EmptyState title="Nothing was told apart yet">Pairs that are not the same stand here.</EmptyState>
            ) : (
              <EmptyState title="No duplicates">Nobody within your reach looks like somebody else.</EmptyState>
            )
          }
        />
      </Card>
      {compared && (
        <MergeDialog
          object={object}
          ids={[compared.records[0].id, compared.records[1].id]}
          onClose={() => setCompared(null)}
        />
      )}
    </>
  );
}

type Actions = {
  object: MergeObject;
  isDismissed: boolean;
  mayMerge: boolean;
  onCompare: (pair: Duplicate) => void;
  onDismiss: (pair: Duplicate) => void;
  onReopen: (pair: Duplicate) => void;
};

const origins: Record<Duplicate['foundBy'], string> = {
  message: 'By a message',
  import: 'In an import',
  creation: 'When it was added',
  scan: 'By looking',
};

function columnsFor(format: Format, { object, isDismissed, mayMerge, ...on }: Actions): Column<Duplicate>[] {
  const to = object === 'contact' ? ('/people/$contactId' as const) : ('/companies/$accountId' as const);
  return [
    {
      key: 'records',
      header: object === 'contact' ? 'People' : 'Companies',
      main: true,
      cell: ({ records }) => (
        <div className={styles.pair}>
          {records.map(({ id, name, detail }) => (
            <span key={id}>
              <Link to={to} params={{ contactId: id, accountId: id }} className="link">
                <bdi className={record.long}>{name || 'No name'}</bdi>
              </Link>
              {detail && detail !== name && (
                <span className="cap">
                  <bdi>{detail}</bdi>
                </span>
              )}
            </span>
          ))}
        </div>
      ),
    },
    {
      key: 'reasons',
      header: 'Why',
      cell: ({ reasons }) => (
        <ul className={styles.reasons}>
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      ),
    },
    { key: 'score', header: 'Likelihood', align: 'end', cell: ({ score }) => format.percent(score) },
    { key: 'found', header: 'Found', cell: ({ foundBy }) => origins[foundBy] },
    {
      key: 'actions',
      header: 'Actions',
      actions: true,
      cell: (pair) =>
        mayMerge && (
          <div className={styles.buttons}>
            {isDismissed ? (
              <Button data-size="small" onClick={() => on.onReopen(pair)}>
                Ask again
              </Button>
            ) : (
              <>
                <Button data-size="small" onClick={() => on.onCompare(pair)}>
                  Compare
                </Button>
                <Button data-size="small" variant="subtle" onClick={() => on.onDismiss(pair)}>
                  Not the same
                </Button>
              </>
            )}
          </div>
        ),
    },
  ];
}
