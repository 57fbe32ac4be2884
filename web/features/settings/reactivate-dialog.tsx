import { getMember, listMembers, type Member, reactivateMember } from '../../../src/features/members/schema.ts';
import { useAction } from '../../queries.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { say } from './say.tsx';
import { roleName } from './words.ts';

export function ReactivateDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const reactivate = useAction(reactivateMember, { refresh: [listMembers, getMember] });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Reactivate ${member.name}?`}
      confirm="Reactivate"
      danger={false}
      action={async () => {
        await reactivate.mutateAsync({ params: { memberId: member.id } });
        say(`${member.name} can sign in again.`);
      }}
    >
      They can sign in again with their old password, as {roleName[member.role].toLocaleLowerCase()}. What was handed
      over stays where it is.
    </ConfirmDialog>
  );
}
