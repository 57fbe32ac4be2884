/** Invites somebody, then shows the link. */
import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Department, MemberDepartment, Role } from '../../../src/core/access.ts';
import { type Invitation, inviteMember, listInvitations } from '../../../src/features/invitations/schema.ts';
import { listOutbox } from '../../../src/features/outbox/schema.ts';
import { listTeams } from '../../../src/features/teams/schema.ts';
import { useAction, useList } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { DepartmentSelect } from './department-select.tsx';
import { InvitationLink } from './invitation-link.tsx';
import { RoleSelect } from './role-select.tsx';

export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [made, setMade] = useState<(Invitation & { link: string }) | null>(null);
  const close = () => {
    onClose();
    setMade(null);
  };
  return (
    <Modal
      opened={open}
      onClose={close}
      size="lg"
      title={made ? 'The invitation is ready' : 'Invite a member'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {made ? (
        <div className="stack">
          <InvitationLink invitation={made} />
          <div className="row">
            <Button variant="filled" onClick={close}>
              Done
            </Button>
            <Button onClick={() => setMade(null)}>Invite another</Button>
          </div>
        </div>
      ) : (
        <InviteForm onMade={setMade} onCancel={close} />
      )}
    </Modal>
  );
}

type Values = {
  email: string;
  name: string;
  department: MemberDepartment;
  role: Role;
  heads: Department | null;
  teamId: string | null;
};

const initial: Values = { email: '', name: '', department: 'marketing', role: 'member', heads: null, teamId: null };
const noName = (name: string) => name.trim() || null;

function InviteForm(props: { onMade: (made: Invitation & { link: string }) => void; onCancel: () => void }) {
  const invite = useAction(inviteMember, { refresh: [listInvitations, listOutbox] });
  const { rows: teams = [] } = useList(listTeams, {});
  const form = useServerForm<Values>({
    initial,
    check: (values) => {
      const checked = inviteMember.body?.safeParse({ ...values, name: noName(values.name) });
      return Object.fromEntries((checked?.error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));
    },
    send: async (values) => props.onMade(await invite.mutateAsync({ body: { ...values, name: noName(values.name) } })),
  });
  const { getInputProps, getValues, setFieldValue, errors } = form.fields;
  const { department, role } = getValues();
  const setHeads = (heads: Department | null) => {
    setFieldValue('heads', heads);
    // Whoever signs for a department needs a role that may.
    if (heads && !['admin', 'head', 'sponsor'].includes(role)) setFieldValue('role', 'head');
  };
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <FormProblem problem={form.problem} />
      <div className="pair">
        <TextInput label="E-mail" type="email" autoComplete="off" required data-autofocus {...getInputProps('email')} />
        <TextInput label="Name (optional)" autoComplete="off" {...getInputProps('name')} />
      </div>
      <DepartmentSelect
        value={department}
        onChange={(value) => setFieldValue('department', value)}
        error={errors.department}
      />
      <RoleSelect value={role} onChange={(value) => setFieldValue('role', value)} error={errors.role} />
      <div className="pair">
        <Select
          label="Will head"
          description="Takes the post from whoever holds it on joining."
          data={[
            { value: '', label: 'No department' },
            { value: 'marketing', label: 'Marketing' },
            { value: 'sales', label: 'Sales' },
          ]}
          value={getValues().heads ?? ''}
          onChange={(value) => setHeads(value === 'marketing' || value === 'sales' ? value : null)}
          error={errors.heads}
        />
        <Select
          label="Joins the team"
          description="With weight 1 and no cap; change it there."
          data={[{ value: '', label: 'None yet' }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
          value={getValues().teamId ?? ''}
          onChange={(value) => setFieldValue('teamId', value || null)}
          error={errors.teamId}
          searchable={teams.length > 8}
        />
      </div>
      <FormActions busy={form.busy} others={<Button onClick={props.onCancel}>Cancel</Button>}>
        Make the invitation
      </FormActions>
    </form>
  );
}
