/** The members of the workspace: found, invited, edited, deactivated with everything handed over. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { inviteMember } from '../../../src/features/invitations/schema.ts';
import { editMember, type Member } from '../../../src/features/members/schema.ts';
import { may, useSession } from '../../session.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { DeactivateDialog } from './deactivate-dialog.tsx';
import { EditMemberDialog } from './edit-member-dialog.tsx';
import { Invitations } from './invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MembersTable } from './members-table.tsx';
import { ReactivateDialog } from './reactivate-dialog.tsx';
import { useFilters } from './use-filters.ts';

type Opened = { what: 'edit' | 'deactivate' | 'reactivate'; member: Member };

export function MembersPage() {
  const { member: me, workspace } = useSession();
  const [{ invite }, setFilters] = useFilters(['invite']);
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const mayInvite = may(me.role, inviteMember);
  const mayEdit = may(me.role, editMember);
  return (
    <>
      <PageHead
        title={`Who keeps the word at ${workspace.name}`}
        lead="Everybody who can sign in, with what they may do and where they stand."
        actions={
          mayInvite && (
            <Button variant="filled" onClick={() => setFilters({ invite: 'yes' })}>
              Invite a member
            </Button>
          )
        }
      />
      <MembersTable mayEdit={mayEdit} onOpen={(what, member) => setOpened({ what, member })} />
      {mayInvite && <Invitations />}
      {mayInvite && <InviteDialog open={invite === 'yes'} onClose={() => setFilters({ invite: null })} />}
      {opened?.what === 'edit' && <EditMemberDialog member={opened.member} onClose={close} />}
      {opened?.what === 'deactivate' && <DeactivateDialog member={opened.member} onClose={close} />}
      {opened?.what === 'reactivate' && <ReactivateDialog member={opened.member} onClose={close} />}
    </>
  );
}
