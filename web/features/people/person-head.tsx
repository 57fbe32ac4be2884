/** Who it is in three lines, and what can be done with the record. */
import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  type Contact,
  countContacts,
  deleteContact,
  getContact,
  listContacts,
  restoreContact,
} from '../../../src/features/contacts/schema.ts';
import { useAction } from '../../queries.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Tag } from '../../ui/tag.tsx';
import { nameOf } from '../../vocabulary.ts';
import { FindOtherDialog } from '../merges/find-other-dialog.tsx';
import { say, sayProblem } from '../settings/say.tsx';
import styles from './record.module.css';
import { RemovedNotice } from './removed-notice.tsx';

const refresh = [getContact, listContacts, countContacts];

export function PersonHead({ person }: { person: Contact }) {
  const [removing, setRemoving] = useState(false);
  const [merging, setMerging] = useState(false);
  const navigate = useNavigate();
  const remove = useAction(deleteContact, { refresh });
  const restore = useAction(restoreContact, { refresh });
  const params = { contactId: person.id };
  const bringBack = () => restore.mutateAsync({ params });
  const open = person.handoffs.find(({ status }) => status === 'offered' || status === 'accepted');
  const mayRemove = person.mayEdit && !person.deletedAt;
  return (
    <>
      {person.deletedAt && (
        <RemovedNotice
          at={person.deletedAt}
          busy={restore.isPending}
          {...(person.mayEdit ? { onRestore: () => void bringBack().catch(sayProblem) } : {})}
        />
      )}
      <header className={styles.head}>
        <div>
          <h2 className={styles.name}>
            <bdi>{person.label || 'No name'}</bdi>
          </h2>
          <Post person={person} />
          <p className={styles.facts}>
            {person.buyingRole && <Tag>{nameOf([], person.buyingRole)}</Tag>}
            {open && open.member.id !== person.owner?.id && <Tag>With {open.member.name}</Tag>}
            {person.owner ? <Tag>Owner: {person.owner.name}</Tag> : !open && <Tag>Nobody owns this person</Tag>}
            {person.cycle > 1 && <Tag>Cycle {person.cycle}</Tag>}
            {person.lists.map(({ id, name }) => (
              <Tag key={id}>List: {name}</Tag>
            ))}
          </p>
        </div>
        <div className={styles.actions}>
          {mayRemove && <Button onClick={() => setMerging(true)}>Merge</Button>}
          {mayRemove && <Button onClick={() => setRemoving(true)}>Remove</Button>}
          {open && (
            <LinkButton to="/inbox" search={{ handoff: open.id }} variant="filled">
              Open the handoff
            </LinkButton>
          )}
        </div>
      </header>
      {merging && (
        <FindOtherDialog
          object="contact"
          id={person.id}
          onClose={() => setMerging(false)}
          onMerged={({ survivor }) => void navigate({ to: '/people/$contactId', params: { contactId: survivor.id } })}
        />
      )}
      <ConfirmDialog
        open={removing}
        onClose={() => setRemoving(false)}
        title={`Remove ${cut(person.label)}?`}
        confirm="Remove"
        action={async () => {
          await remove.mutateAsync({ params });
          say('The person is removed.', bringBack);
        }}
      >
        They leave every list and are handed to nobody. Everything that is known stays, and they can be restored.
      </ConfirmDialog>
    </>
  );
}

/** Within a sentence the whole of a very long text helps nobody. */
const cut = (text: string) => (text.length > 60 ? `${[...text].slice(0, 60).join('')}…` : text);

function Post({ person: { title, account } }: { person: Contact }) {
  if (!(title || account)) return null;
  return (
    <p className={styles.post}>
      {title && <bdi title={title}>{cut(title)}</bdi>}
      {title && account && ' at '}
      {account && (
        <Link to="/companies/$accountId" params={{ accountId: account.id }} className="link">
          <bdi>{cut(account.name || 'a company without a name')}</bdi>
        </Link>
      )}
    </p>
  );
}
