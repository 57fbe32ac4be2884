/** Changes name, department, role and visibility of a member. */
import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Visibility } from '../../../src/core/access.ts';
import { editMember, getMember, listMembers, type Member } from '../../../src/features/members/schema.ts';
import { getWorkspace } from '../../../src/features/workspaces/schema.ts';
import { call } from '../../api.ts';
import { queryClient, queryOf, useAction } from '../../queries.ts';
import { sessionQuery, useSession } from '../../session.ts';
import { FormActions } from '../../ui/form-actions.tsx';
import { DepartmentSelect } from './department-select.tsx';
import { RecordProblem } from './record-problem.tsx';
import { RoleSelect } from './role-select.tsx';
import { say } from './say.tsx';
import { useRecordForm } from './use-record-form.ts';
import { visibilityName } from './words.ts';

export function EditMemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={`Edit ${member.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <EditForm member={member} onClose={onClose} />
    </Modal>
  );
}

const labels = { name: 'Name', department: 'Department', role: 'Role', visibility: 'Sees' };
const valuesOf = ({ name, department, role, visibility }: Member) => ({ name, department, role, visibility });

function EditForm({ member, onClose }: { member: Member; onClose: () => void }) {
  const { member: me } = useSession();
  const { data: workspace } = useQuery(queryOf(getWorkspace, {}));
  const params = { memberId: member.id };
  const edit = useAction(editMember, { refresh: [listMembers, getMember] });
  const form = useRecordForm({
    record: member,
    valuesOf,
    shape: editMember.body,
    send: (body, version) => edit.mutateAsync({ params, body, version }),
    load: () => call(getMember, { params }),
    onSaved: ({ name }) => {
      if (member.id === me.id) void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      say(`${name} is saved.`);
      onClose();
    },
  });
  const { getInputProps, getValues, setFieldValue, errors } = form.fields;
  const { department, role, visibility } = getValues();
  const general = workspace ? ` (${visibilityName[workspace.visibility].toLocaleLowerCase()})` : '';
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <RecordProblem form={form} labels={labels} />
      <TextInput label="Name" required data-autofocus {...getInputProps('name')} />
      <DepartmentSelect
        value={department}
        onChange={(value) => setFieldValue('department', value)}
        error={errors.department}
      />
      <RoleSelect value={role} onChange={(value) => setFieldValue('role', value)} error={errors.role} />
      <Select
        label="Sees"
        description="Counts for the roles lead, member and viewer; the others see everything."
        data={[
          { value: '', label: `As the workspace says${general}` },
          ...Object.entries(visibilityName).map(([value, label]) => ({ value, label })),
        ]}
        value={visibility ?? ''}
        onChange={(value) => setFieldValue('visibility', (value || null) as Visibility | null)}
        error={errors.visibility}
      />
      <FormActions busy={form.busy} disabled={!form.dirty} others={<Button onClick={onClose}>Cancel</Button>}>
        Save
      </FormActions>
    </form>
  );
}
