/** The link of an invitation, as it is shown once, and where it can be found later. */
import { Link } from '@tanstack/react-router';
import type { Invitation } from '../../../src/features/invitations/schema.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { TimeText } from '../../ui/time-text.tsx';

export function InvitationLink({ invitation }: { invitation: Invitation & { link: string } }) {
  return (
    <>
      <p className="sub">
        {invitation.name ?? invitation.email} joins by this link. It works once, until{' '}
        <TimeText at={invitation.expiresAt} />.
      </p>
      <CopyField label="Link" value={invitation.link} />
      <p className="sub">
        Baton also wrote it as a mail to {invitation.email}. Whether that was sent, and the link once more, is in the{' '}
        <Link to="/settings/outbox" className="link">
          outbox
        </Link>
        . Whoever has the link can join, so pass it on to nobody else.
      </p>
    </>
  );
}
