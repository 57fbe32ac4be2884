import { Menu, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Role } from '../../src/core/access.ts';
import type { SessionState } from '../../src/features/sessions/schema.ts';
import { useSession } from '../session.ts';
import { departmentName } from '../ui/department.ts';
import { Face } from '../ui/half.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './shell.module.css';
import { useSignOut } from './sign-out.ts';

const roleName: Record<Role, string> = {
  admin: 'Admin',
  head: 'Head',
  lead: 'Team lead',
  member: 'Member',
  viewer: 'Viewer',
  sponsor: 'Sponsor',
};

/** What somebody is here: the department they head, else where they work. */
export function postOf({ member }: SessionState): string {
  if (member.actsFor.length === 2) return 'Head of both departments';
  if (member.actsFor[0]) return `Head of ${departmentName[member.actsFor[0]]}`;
  return `${departmentName[member.department]}, ${roleName[member.role].toLocaleLowerCase()}`;
}

export function Me() {
  const session = useSession();
  return (
    <>
      <Face name={session.member.name} department={session.member.department} />
      <span className={styles.who}>
        <span>{session.member.name}</span>
        <span className="cap">{postOf(session)}</span>
      </span>
    </>
  );
}

export function MemberMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const signOut = useSignOut();
  return (
    <Menu position="top-start" width={240}>
      <Menu.Target>
        <UnstyledButton className={styles.me}>
          <Me />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/settings/profile" leftSection={<Icon name="person" />}>
          Profile and sessions
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="keyboard" />} rightSection={<kbd>?</kbd>} onClick={onShortcuts}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="out" />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
