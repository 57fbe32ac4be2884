/** The phone's "More": what the left navigation has beyond the rooms. */
import { Drawer, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useSession } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Me } from './member-menu.tsx';
import { sectionsFor, tabsFor } from './rooms.ts';
import styles from './shell.module.css';
import { useSignOut } from './sign-out.ts';

export function MoreSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { member } = useSession();
  const signOut = useSignOut();
  return (
    <Drawer
      opened={open}
      onClose={onClose}
      position="bottom"
      size="auto"
      classNames={{ content: styles.sheetContent ?? '' }}
      title="More"
      radius="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={styles.sheetMe}>
        <Me />
      </div>
      <ul className={styles.sheet}>
        {[...tabsFor(member).underMore, ...sectionsFor(member.role)].map(({ path, name }) => (
          <li key={path}>
            <Link to={path} onClick={onClose}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
      <UnstyledButton className={styles.sheetOut} onClick={() => void signOut()}>
        <Icon name="out" /> Sign out
      </UnstyledButton>
    </Drawer>
  );
}
