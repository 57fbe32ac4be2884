/** Invitations that nobody has accepted yet: a new link, or taken back. */
import { Modal } from '@mantine/core';
import { useState } from 'react';
import {
  type Invitation,
  listInvitations,
  renewInvitation,
  revokeInvitation,
} from '../../../src/features/invitations/schema.ts';
import { listOutbox } from '../../../src/features/outbox/schema.ts';
import { useAction, useList } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { departmentName } from '../../ui/department.ts';
import { EmptyState } from '../../ui/states.tsx';
import { DepartmentTag } from '../../ui/tag.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { InvitationLink } from './invitation-link.tsx';
import { RowActions } from './row-actions.tsx';
import { say, sayProblem } from './say.tsx';
import styles from './settings.module.css';
import { useSlices } from './use-slices.ts';
import { roleName } from './words.ts';

export function Invitations() {
  const list = useList(listInvitations, {});
  const waiting = list.rows?.filter(({ status }) => status === 'open' || status === 'expired');
  const shown = useSlices({ ...list, rows: waiting }, 20);
  const [renewed, setRenewed] = useState<(Invitation & { link: string }) | null>(null);
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const renew = useAction(renewInvitation, { refresh: [listInvitations, listOutbox] });
  const revoke = useAction(revokeInvitation, { refresh: [listInvitations] });
  const makeLink = async ({ id }: Invitation) => {
    try {
      setRenewed(await renew.mutateAsync({ params: { invitationId: id } }));
    } catch (error) {
      sayProblem(error);
    }
  };
  const columns: Column<Invitation>[] = [
    {
      key: 'who',
      header: 'Invited',
      main: true,
      cell: ({ name, email }) => (
        <span className={styles.named}>
          <span>{name ?? email}</span>
          {name && <small>{email}</small>}
        </span>
      ),
    },
    { key: 'department', header: 'Department', cell: ({ department }) => <DepartmentTag department={department} /> },
    {
      key: 'role',
      header: 'Role',
      cell: ({ role, heads }) => (
        <span className={styles.named}>
          <span>{roleName[role]}</span>
          {heads && <small>Will head {departmentName[heads]}</small>}
        </span>
      ),
    },
    { key: 'by', header: 'Invited by', cell: ({ invitedBy }) => invitedBy.name },
    {
      key: 'state',
      header: 'Link',
      cell: ({ status, expiresAt }) => (
        <span className={styles.named}>
          {status === 'open' ? <Verdict is="good">Open</Verdict> : <Verdict is="warn">Expired</Verdict>}
          <small>
            {status === 'open' ? 'until ' : 'since '}
            <TimeText at={expiresAt} as="date" />
          </small>
        </span>
      ),
    },
    {
      key: 'actions',
      header: 'Actions',
      actions: true,
      cell: (invitation) => (
        <RowActions
          of={invitation.email}
          actions={[
            { label: 'Make a new link', onClick: () => void makeLink(invitation) },
            { label: 'Revoke', onClick: () => setRevoking(invitation), danger: true },
          ]}
        />
      ),
    },
  ];
  return (
    <div className={styles.section}>
      <Card title="Open invitations" lead="Invited, and not here yet." flush>
        <DataTable
          label="Invitations"
          list={shown}
          columns={columns}
          rowKey={({ id }) => id}
          empty={<EmptyState title="Nobody is awaited">Who is invited stands here until they join.</EmptyState>}
        />
      </Card>
      <Modal
        opened={renewed !== null}
        onClose={() => setRenewed(null)}
        title="A new link, the old one is dead"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <div className="stack">{renewed && <InvitationLink invitation={renewed} />}</div>
      </Modal>
      <ConfirmDialog
        open={revoking !== null}
        onClose={() => setRevoking(null)}
        title={`Take the invitation of ${revoking?.name ?? revoking?.email ?? ''} back?`}
        confirm="Revoke"
        action={async () => {
          if (!revoking) return;
          await revoke.mutateAsync({ params: { invitationId: revoking.id } });
          say('The invitation is revoked.');
        }}
      >
        Its link stops working at once. You can invite the same address again.
      </ConfirmDialog>
    </div>
  );
}
