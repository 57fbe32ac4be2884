/** Mail that found nobody: each with why, to be attached to a person, tried again, or discarded. */
import { Button, Modal, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listContacts } from '../../../src/features/contacts/schema.ts';
import {
  attachMail,
  discardMail,
  getLoggingAddress,
  listUnmatchedMails,
  readUnmatchedMail,
  retryMail,
  type UnmatchedMail,
} from '../../../src/features/inbound-mail/schema.ts';
import { call } from '../../api.ts';
import { queryOf, useAction, usePages } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { say, sayProblem } from '../settings/say.tsx';
import styles from './unmatched.module.css';

const refresh = [listUnmatchedMails, getLoggingAddress];

export function UnmatchedCard() {
  const address = useQuery(queryOf(getLoggingAddress, {}));
  const { rows, error, reload, more } = usePages(listUnmatchedMails, { query: { limit: 20 } });
  if (!address.data || (address.data.address === null && address.data.unmatched === 0)) return null;
  return (
    <div id="unmatched-mails">
      <Card
        flush
        title="Mail that found nobody"
        lead="Nothing is logged from it until you say whom it is about. It is removed after 30 days."
      >
        {!(rows || error) && <LoadingState lines={3} label="Loading mail that found nobody" />}
        {rows?.length === 0 && (
          <EmptyState title="Every mail found its person">
            A mail to somebody whom Baton does not know, or from an address that is not yours, would stand here.
          </EmptyState>
        )}
        <ul aria-label="Mail that found nobody, the newest first">
          {rows?.map((mail) => (
            <MailLine key={mail.id} mail={mail} />
          ))}
        </ul>
        {error && <ErrorState error={error} what="Mail that found nobody is unknown now." retry={reload} />}
        {more && (
          <div className={styles.more}>
            <Button data-size="small" onClick={more.load} loading={more.busy}>
              Load older ones
            </Button>
          </div>
        )}
      </Card>
    </div>
  );
}

function MailLine({ mail }: { mail: UnmatchedMail }) {
  const [open, setOpen] = useState<'attach' | 'discard' | null>(null);
  const retry = useAction(retryMail, { refresh });
  const discard = useAction(discardMail, { refresh });
  const params = { unmatchedMailId: mail.id };
  const title = mail.subject ?? 'A mail without a subject';
  const tryAgain = async () => {
    const { found } = await retry.mutateAsync({ params });
    say(found ? 'It found its person now.' : 'It still finds nobody.');
  };
  return (
    <li className={styles.entry}>
      <div className={styles.what}>
        <b>
          <bdi>{title}</bdi>
        </b>
        <span className="cap">
          {mail.sender && (
            <>
              From <bdi>{mail.sender}</bdi> ·{' '}
            </>
          )}
          <TimeText at={mail.receivedAt} as="ago" />
        </span>
        <span className={styles.why}>{mail.why}</span>
        {mail.addresses.length > 0 && (
          <span className="cap">
            Unknown: <bdi>{mail.addresses.slice(0, 3).join(', ')}</bdi>
            {mail.addresses.length > 3 && ` and ${mail.addresses.length - 3} more`}
          </span>
        )}
      </div>
      <div className={styles.actions}>
        {mail.reason !== 'unreadable' && mail.reason !== 'unknown-bounce' && (
          <Button data-size="small" onClick={() => setOpen('attach')} aria-label={`Attach ${title}`}>
            Attach
          </Button>
        )}
        <Button
          data-size="small"
          onClick={() => void tryAgain().catch(sayProblem)}
          loading={retry.isPending}
          aria-label={`Try again: ${title}`}
        >
          Try again
        </Button>
        <Button
          data-size="small"
          onClick={() => void download(mail).catch(sayProblem)}
          aria-label={`Download ${title}`}
        >
          Download
        </Button>
        <Button data-size="small" onClick={() => setOpen('discard')} aria-label={`Discard ${title}`}>
          Discard
        </Button>
      </div>
      {open === 'attach' && <AttachDialog mail={mail} onClose={() => setOpen(null)} />}
      <ConfirmDialog
        open={open === 'discard'}
        onClose={() => setOpen(null)}
        title="Discard this mail?"
        confirm="Discard"
        action={async () => {
          await discard.mutateAsync({ params });
          say('The mail is discarded.');
        }}
      >
        It is gone for good here. Your mail program keeps its own.
      </ConfirmDialog>
    </li>
  );
}

/** As a file that mail programs open: nothing of it is shown as a page. */
async function download({ id }: UnmatchedMail): Promise<void> {
  const { raw } = await call(readUnmatchedMail, { params: { unmatchedMailId: id } });
  const bytes = Uint8Array.from(atob(raw), (sign) => sign.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'mail.eml';
  link.click();
  URL.revokeObjectURL(url);
}

const pause = 250;

function AttachDialog({ mail, onClose }: { mail: UnmatchedMail; onClose: () => void }) {
  const attach = useAction(attachMail, { refresh });
  const [typed, setTyped] = useState('');
  const [contactId, setContactId] = useState<string | null>(null);
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), pause);
  const found = useQuery({ ...queryOf(listContacts, { query: { search, limit: 20 } }), enabled: search !== '' });
  const rows = (found.data?.data ?? []).map(({ id, label, name, email }) => ({
    value: id,
    label: [label, name && email].filter(Boolean).join(', '),
  }));
  const save = async () => {
    if (contactId === null) return;
    await attach.mutateAsync({ params: { unmatchedMailId: mail.id }, body: { contactId } });
    say('The mail is logged with this person.');
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Whom is this mail about?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="stack">
        <Select
          label="Name or address"
          description="It is logged with this person as observed, at the time of the mail."
          data-autofocus
          searchable
          searchValue={typed}
          onSearchChange={setTyped}
          // The server has searched already, and forgives typing errors.
          filter={({ options }) => options}
          data={rows}
          nothingFoundMessage={search === '' ? 'Type to search' : found.isFetching ? 'Searching' : 'Nobody like that'}
          value={contactId}
          onChange={setContactId}
        />
        <div className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            disabled={contactId === null}
            loading={attach.isPending}
            onClick={() => void save().catch(sayProblem)}
          >
            Attach
          </Button>
        </div>
      </div>
    </Modal>
  );
}
