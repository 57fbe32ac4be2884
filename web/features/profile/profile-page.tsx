import { useSession } from '../../session.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { DepartmentTag } from '../../ui/tag.tsx';
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
        <PasswordCard />
        <SessionsCard />
      </div>
    </>
  );
}
