/** What people sent, the newest first. All of it was written by strangers: it is shown as text only. */
import { Button, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  acceptSubmission,
  type Form,
  type FormSubmission,
  listForms,
  listSubmissions,
  measureConversion,
} from '../../../src/features/forms/schema.ts';
import { useAction, usePages } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { nameOf } from '../../vocabulary.ts';
import { say } from '../settings/say.tsx';
import shared from '../settings/settings.module.css';
import { useFilters } from '../settings/use-filters.ts';
import { pageName, statusName, suspicionText } from './form-words.ts';
import styles from './forms.module.css';

type Props = { form: Form; span: { from: string; to: string }; pages: readonly { page: string }[] };
/** Beside those that every list has. */
const noPage = 'none';

export function SubmissionList({ form, span, pages }: Props) {
  const [filters, setFilters] = useFilters(['status', 'page']);
  const [clearing, setClearing] = useState<FormSubmission | null>(null);
  const status = (['accepted', 'waiting', 'suspected'] as const).find((known) => known === filters.status);
  const page = filters.page === noPage ? '' : filters.page;
  const query = { ...span, ...(status ? { status } : {}), ...(page === undefined ? {} : { page }) };
  const list = usePages(listSubmissions, { params: { formId: form.id }, query });
  const { rows, error, reload, more } = list;
  const isFiltered = status !== undefined || page !== undefined;
  return (
    <Card flush title="What people sent">
      <search className={shared.toolbar}>
        <Select
          label="State"
          data={[
            { value: '', label: 'All' },
            ...Object.entries(statusName).map(([value, label]) => ({ value, label })),
          ]}
          value={status ?? ''}
          onChange={(value) => setFilters({ status: value })}
        />
        <Select
          label="Page"
          data={[
            { value: '', label: 'All' },
            ...pages.map((one) => ({ value: one.page || noPage, label: pageName(one.page, form.url) })),
          ]}
          value={filters.page ?? ''}
          onChange={(value) => setFilters({ page: value })}
        />
      </search>
      {rows ? (
        rows.length > 0 ? (
          <ul className={styles.submissions} aria-label="Submissions, the newest first">
            {rows.map((row) => (
              <Submission key={row.id} form={form} row={row} onAccept={() => setClearing(row)} />
            ))}
          </ul>
        ) : (
          <EmptyState title={isFiltered ? 'Nothing like that was sent' : 'Nobody has sent it in this time'}>
            {isFiltered
              ? 'Choose other filters, or a longer time.'
              : 'Each submission will stand here with its answers.'}
          </EmptyState>
        )
      ) : (
        !error && <LoadingState lines={6} label="Loading what people sent" />
      )}
      {error && <ErrorState error={error} what="What people sent could not be loaded." retry={reload} />}
      {more && (
        <div className={styles.loadMore}>
          <Button data-size="small" loading={more.busy} onClick={more.load}>
            Load more
          </Button>
        </div>
      )}
      <AcceptDialog form={form} row={clearing} onClose={() => setClearing(null)} />
    </Card>
  );
}

function Submission({ form, row, onAccept }: { form: Form; row: FormSubmission; onAccept: () => void }) {
  const known = form.fields.filter(({ key }) => key in row.answers);
  const gone = Object.keys(row.answers).filter((key) => !known.some((field) => field.key === key));
  const answers = [...known.map(({ key, label }) => ({ key, label })), ...gone.map((key) => ({ key, label: key }))];
  return (
    <li className={styles.submission}>
      <div className={styles.submissionHead}>
        <span className={styles.facts}>
          <TimeText at={row.submittedAt} />
          <Verdict is={row.status === 'accepted' ? 'good' : row.status === 'waiting' ? 'unknown' : 'warn'}>
            {statusName[row.status]}
          </Verdict>
        </span>
        <Sender row={row} />
      </div>
      {row.suspicion && (
        <div className={styles.suspicion}>
          <p>{suspicionText[row.suspicion]} It went nowhere else, and is removed after 30 days.</p>
          <Button data-size="small" onClick={onAccept}>
            It is a person: accept it
          </Button>
        </div>
      )}
      {row.contact?.isRemoved && (
        <p className="sub">
          This person was removed. What they sent is kept with them, and nothing begins by itself: restore them on their
          page if they are to be worked with again.
        </p>
      )}
      <dl className={styles.answers}>
        {answers.map(({ key, label }) => (
          <div key={key}>
            <dt>
              <bdi>{label}</bdi>
            </dt>
            <dd>
              <bdi>{sayAnswer(row.answers[key])}</bdi>
            </dd>
          </div>
        ))}
        {row.selfReportedSource && (
          <div>
            <dt>Heard about us, in their own words</dt>
            <dd>
              <bdi>{row.selfReportedSource}</bdi>
            </dd>
          </div>
        )}
        {row.consents.map(({ purpose, version, ticked }) => (
          <div key={purpose}>
            <dt>Consent: {nameOf([], purpose)}</dt>
            <dd>
              {ticked ? 'Allowed' : 'Not allowed'},{' '}
              {version === null ? 'version not said' : `version ${version} of the text`}
            </dd>
          </div>
        ))}
        <div>
          <dt>Page</dt>
          <dd>
            <bdi>{row.page ? pageName(row.page, form.url) : 'Not known'}</bdi>
          </dd>
        </div>
      </dl>
    </li>
  );
}

function Sender({ row: { contact } }: { row: FormSubmission }) {
  if (!contact) return null;
  return (
    <Link to="/people/$contactId" params={{ contactId: contact.id }} className="link">
      {contact.isRemoved ? 'Open the removed person' : 'Open the person'}
    </Link>
  );
}

const sayAnswer = (answer: string | boolean | undefined): string =>
  typeof answer === 'boolean' ? (answer ? 'Yes' : 'No') : (answer ?? '');

function AcceptDialog({ form, row, onClose }: { form: Form; row: FormSubmission | null; onClose: () => void }) {
  const accept = useAction(acceptSubmission, { refresh: [listSubmissions, measureConversion, listForms] });
  return (
    <ConfirmDialog
      open={row !== null}
      onClose={onClose}
      title="Accept this submission?"
      confirm="Accept"
      danger={false}
      action={async () => {
        if (!row) return;
        const { status } = await accept.mutateAsync({ params: { formId: form.id, submissionId: row.id } });
        say(
          status === 'waiting' ? 'Baton mails the link that confirms it.' : 'Accepted. The person follows in a moment.',
        );
      }}
    >
      It goes on as if nobody had suspected it: the person gets a touch of the time at which it was sent, and qualifies
      by the agreement as everybody does.
      {form.doubleOptIn ? ' The link that confirms the address is mailed first.' : ''} This cannot be taken back.
    </ConfirmDialog>
  );
}
