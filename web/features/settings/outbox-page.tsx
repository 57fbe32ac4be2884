/** Mails that Baton wrote: what became of each, its text, and another try. */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { listAudit } from '../../../src/features/audit/schema.ts';
import { listOutbox, type OutboxMail, retryMail, revealMail } from '../../../src/features/outbox/schema.ts';
import { ApiError } from '../../api.ts';
import { useAction, usePages } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import styles from './outbox.module.css';
import { RowActions } from './row-actions.tsx';
import { say, sayProblem } from './say.tsx';
import shared from './settings.module.css';

type Letter = { to: string; subject: string; text: string };

export function OutboxPage() {
  const list = usePages(listOutbox, { query: {} });
  const [asking, setAsking] = useState<OutboxMail | null>(null);
  const [letter, setLetter] = useState<Letter | null>(null);
  const reveal = useAction(revealMail, { refresh: [listAudit] });
  const retry = useAction(retryMail, { refresh: [listOutbox, listAudit] });
  const tryAgain = async (mail: OutboxMail) => {
    try {
      await retry.mutateAsync({ params: { mailId: mail.id } });
      say(`The mail to ${mail.to} is tried again now.`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // It may have been sent meanwhile: the list says so.
      list.reload();
      sayProblem(error);
    }
  };
  const cannotSend = list.rows?.some(({ status }) => status === 'no-smtp') ?? false;
  const failed = list.rows?.filter(({ status }) => status === 'failed').length ?? 0;
  return (
    <>
      <PageHead
        title={titleOf(list.rows, cannotSend, failed)}
        lead="Every mail is kept here, so that no invitation gets lost when a mail server does."
        actions={<Button onClick={list.reload}>Look again</Button>}
      />
      {cannotSend && <NoSmtp />}
      <Card flush>
        <DataTable
          label="Mails"
          list={list}
          columns={columnsFor(setAsking, (mail) => void tryAgain(mail))}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title="No mail was written yet">
              Invitations and links to set a new password pass here.
            </EmptyState>
          }
        />
      </Card>
      <ConfirmDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={`Show the mail to ${asking?.to ?? ''}?`}
        confirm="Show it"
        danger={false}
        action={async () => {
          if (asking) setLetter(await reveal.mutateAsync({ params: { mailId: asking.id } }));
        }}
      >
        Its link works for whoever has it, so the audit log records that you read it.
      </ConfirmDialog>
      <Modal
        opened={letter !== null}
        onClose={() => setLetter(null)}
        size="lg"
        title={letter?.subject ?? ''}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {letter && <LetterText letter={letter} />}
      </Modal>
    </>
  );
}

function titleOf(rows: OutboxMail[] | undefined, cannotSend: boolean, failed: number): string {
  if (!rows || rows.length === 0) return 'Outbox';
  if (cannotSend) return 'Baton cannot send mail yet';
  if (failed > 0) return failed === 1 ? 'One mail could not be sent' : `${failed} mails could not be sent`;
  return rows.some(({ status }) => status === 'waiting') ? 'Mail is on its way' : 'Every mail was sent';
}

function NoSmtp() {
  return (
    <div className={styles.hint}>
      <Card title="Pass mails on by hand, or let Baton send them">
        <div className="stack">
          <p>
            Until a mail server is set, show the text of a mail and pass its link on yourself. To send, start Baton with
            these two, then everything that waits is sent:
          </p>
          <pre className={styles.code}>{`SMTP_URL=smtp://user:password@mail.example.com:587
MAIL_FROM="Baton <baton@example.com>"`}</pre>
        </div>
      </Card>
    </div>
  );
}

function LetterText({ letter }: { letter: Letter }) {
  const link = /https?:\/\/\S+/.exec(letter.text)?.[0];
  return (
    <div className="stack">
      <p className="sub">To {letter.to}. That you read this is in the audit log.</p>
      <pre className={styles.letter}>{letter.text}</pre>
      {link && <CopyField label="Link" value={link} />}
    </div>
  );
}

const columnsFor = (
  onReveal: (mail: OutboxMail) => void,
  onRetry: (mail: OutboxMail) => void,
): Column<OutboxMail>[] => [
  {
    key: 'mail',
    header: 'Mail',
    main: true,
    cell: ({ to, subject }) => (
      <span className={shared.named}>
        <span>{subject}</span>
        <small>to {to}</small>
      </span>
    ),
  },
  { key: 'status', header: 'State', cell: (mail) => <State mail={mail} /> },
  {
    key: 'created',
    header: 'Written',
    cell: ({ createdAt }) => (
      <span className={shared.nowrap}>
        <TimeText at={createdAt} />
      </span>
    ),
  },
  {
    key: 'actions',
    header: 'Actions',
    actions: true,
    cell: (mail) => (
      <RowActions
        of={`the mail to ${mail.to}`}
        actions={[
          { label: 'Show the text', onClick: () => onReveal(mail) },
          ...(mail.status === 'failed' || mail.status === 'waiting'
            ? [{ label: 'Try again now', onClick: () => onRetry(mail) }]
            : []),
        ]}
      />
    ),
  },
];

function State({ mail: { status, attempts, problem, sentAt } }: { mail: OutboxMail }) {
  if (status === 'sent') {
    return (
      <Verdict is="good">
        <span>Sent {sentAt && <TimeText at={sentAt} as="ago" />}</span>
      </Verdict>
    );
  }
  if (status === 'no-smtp') return <Verdict is="unknown">Waits for a mail server</Verdict>;
  const tries = attempts === 1 ? 'after one try' : `after ${attempts} tries`;
  return (
    <span className={shared.named}>
      {status === 'failed' ? (
        <Verdict is="bad">{attempts > 0 ? `Failed ${tries}` : 'Failed'}</Verdict>
      ) : (
        <Verdict is={attempts > 0 ? 'warn' : 'unknown'}>
          {attempts > 0 ? `Tried again soon, ${tries}` : 'Waiting'}
        </Verdict>
      )}
      {problem && <small>{problem}</small>}
    </span>
  );
}
