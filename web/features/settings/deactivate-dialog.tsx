/** Closes a member's account: shows what is open, asks who takes over, then does both in one step. */
import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { listAbsences } from '../../../src/features/absences/schema.ts';
import { listInvitations } from '../../../src/features/invitations/schema.ts';
import {
  deactivateMember,
  getMember,
  listMembers,
  type Member,
  previewHandover,
} from '../../../src/features/members/schema.ts';
import { listTeams } from '../../../src/features/teams/schema.ts';
import { listDepartments } from '../../../src/features/workspaces/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf, useAction } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { MemberSelect } from './member-select.tsx';
import { say } from './say.tsx';
import styles from './settings.module.css';

export function DeactivateDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const preview = queryOf(previewHandover, { params: { memberId: member.id } });
  const { data, error, refetch } = useQuery({ ...preview, staleTime: 0 });
  return (
    <Modal opened onClose={onClose} title={`Deactivate ${member.name}?`} closeButtonProps={{ 'aria-label': 'Close' }}>
      {data ? (
        <DeactivateForm member={member} open={data.data} onClose={onClose} onLookAgain={() => void refetch()} />
      ) : error ? (
        <ErrorState error={error} what="What is open could not be loaded." retry={() => void refetch()} />
      ) : (
        <LoadingState lines={3} label="Looking for what is open" />
      )}
    </Modal>
  );
}

type Open = { kind: string; label: string; count: number };

function DeactivateForm(props: { member: Member; open: Open[]; onClose: () => void; onLookAgain: () => void }) {
  const { member, open, onClose } = props;
  const format = useFormat();
  const refresh = [listMembers, getMember, listTeams, listDepartments, listAbsences, listInvitations, previewHandover];
  const deactivate = useAction(deactivateMember, { refresh });
  const form = useServerForm<{ successorId: string | null }>({
    initial: { successorId: null },
    check: ({ successorId }) =>
      open.length > 0 && !successorId ? { successorId: 'Choose who takes over.' } : ({} as Record<string, string>),
    send: async (body) => {
      await deactivate.mutateAsync({ params: { memberId: member.id }, body });
      say(`${member.name} is deactivated.`);
      onClose();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <p className="sub">
        {member.name} is signed out everywhere and cannot sign in again. The name stays on everything they did. An admin
        can reactivate the account.
      </p>
      {open.length === 0 ? (
        <p>Nothing is open with {member.name}: nobody has to take over.</p>
      ) : (
        <>
          <div>
            <h3 className={styles.subhead}>Somebody must take over</h3>
            <ul className={styles.counts}>
              {open.map(({ kind, label, count }) => (
                <li key={kind}>
                  <span>{label}</span>
                  <strong>{format.number(count)}</strong>
                </li>
              ))}
            </ul>
          </div>
          <MemberSelect
            label="Successor"
            description="Gets all of it at once. When one part cannot go to them, nothing changes."
            required
            suits={(memberId) => memberId !== member.id}
            {...form.fields.getInputProps('successorId')}
          />
        </>
      )}
      {!form.fields.errors.successorId && <FormProblem problem={form.problem} kept="Nothing was changed." />}
      {form.problem?.code === 'member.successor-needed' && (
        <Button data-size="small" onClick={props.onLookAgain}>
          Look again what is open
        </Button>
      )}
      <div className={styles.end}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" color="bad" loading={form.busy}>
          {open.length > 0 ? 'Hand over and deactivate' : 'Deactivate'}
        </Button>
      </div>
    </form>
  );
}
