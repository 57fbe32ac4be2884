/** Creates a team, or changes its name, department and lead. */
import { Button, Modal, TextInput } from '@mantine/core';
import type { MemberDepartment } from '../../../src/core/access.ts';
import { listMembers } from '../../../src/features/members/schema.ts';
import { createTeam, editTeam, getTeam, listTeams, type Team } from '../../../src/features/teams/schema.ts';
import { call } from '../../api.ts';
import { useAction } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { DepartmentSelect } from './department-select.tsx';
import { MemberSelect } from './member-select.tsx';
import { RecordProblem } from './record-problem.tsx';
import { say } from './say.tsx';
import { useRecordForm } from './use-record-form.ts';

const refresh = [listTeams, listMembers, getTeam];

export function CreateTeamDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal opened={open} onClose={onClose} title="Create a team" closeButtonProps={{ 'aria-label': 'Close' }}>
      <CreateForm onClose={onClose} />
    </Modal>
  );
}

type Values = { name: string; department: MemberDepartment; leadId: string | null };

function CreateForm({ onClose }: { onClose: () => void }) {
  const { member: me } = useSession();
  const create = useAction(createTeam, { refresh });
  const form = useServerForm<Values>({
    initial: { name: '', department: me.actsFor[0] ?? me.department, leadId: null },
    shape: createTeam.body,
    send: async (body) => {
      const team = await create.mutateAsync({ body });
      say(`The team ${team.name} is there. Add its members.`);
      onClose();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <FormProblem problem={form.problem} />
      <TeamFields form={form.fields} />
      <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
        Create the team
      </FormActions>
    </form>
  );
}

export function EditTeamDialog({ team, onClose }: { team: Team; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={`Edit ${team.name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <EditForm team={team} onClose={onClose} />
    </Modal>
  );
}

const labels = { name: 'Name', department: 'Department', leadId: 'Lead' };
const valuesOf = ({ name, department, lead }: Team): Values => ({ name, department, leadId: lead?.id ?? null });

function EditForm({ team, onClose }: { team: Team; onClose: () => void }) {
  const params = { teamId: team.id };
  const edit = useAction(editTeam, { refresh });
  const form = useRecordForm<Team, Values>({
    record: team,
    valuesOf,
    shape: editTeam.body,
    send: (body, version) => edit.mutateAsync({ params, body, version }),
    load: () => call(getTeam, { params }),
    onSaved: ({ name }) => {
      say(`The team ${name} is saved.`);
      onClose();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <RecordProblem form={form} labels={labels} />
      <TeamFields form={form.fields} />
      <FormActions busy={form.busy} disabled={!form.dirty} others={<Button onClick={onClose}>Cancel</Button>}>
        Save
      </FormActions>
    </form>
  );
}

function TeamFields({ form }: { form: ReturnType<typeof useServerForm<Values>>['fields'] }) {
  const { department } = form.getValues();
  return (
    <>
      <TextInput label="Name" required data-autofocus {...form.getInputProps('name')} />
      <DepartmentSelect
        value={department}
        onChange={(value) => form.setFieldValue('department', value)}
        error={form.errors.department}
      />
      <MemberSelect label="Lead" clearable department={department} {...form.getInputProps('leadId')} />
    </>
  );
}
