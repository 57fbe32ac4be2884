import { getLoggingAddress } from '../../../src/features/inbound-mail/schema.ts';
import { may, useSession } from '../../session.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { DepartmentTag } from '../../ui/tag.tsx';
import { AddressCard } from '../inbound-mail/address-card.tsx';
import { UnmatchedCard } from '../inbound-mail/unmatched-card.tsx';
import { WaysCard } from '../notifications/ways-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { YouCard } from './you-card.tsx';

export function ProfilePage() {
  const { member } = useSession();
  return (
    <>
      <PageHead
        title={member.name}
        lead={
          <>
            {member.email} · <DepartmentTag department={member.department} />
          </>
        }
      />
      <div className="stack">
        <YouCard key={member.version} />
        <WaysCard />
        {may(member.role, getLoggingAddress) && member.department !== 'marketing' && (
          <>
            <AddressCard />
            <UnmatchedCard />
          </>
        )}
        <PasswordCard />
        <SessionsCard />
      </div>
    </>
  );
}
