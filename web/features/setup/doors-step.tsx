import type { ReactNode } from 'react';
import { useSession } from '../../session.ts';
import { FrontPage } from '../../ui/front-page.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './setup.module.css';

/** The three ways to fill a workspace; one that has no screen yet says so. */
const doors: { icon: IconName; name: string; text: string; path?: string }[] = [
  {
    icon: 'door',
    name: 'Sample company',
    text: 'A company with a year of history, to see every room at work. It can be removed again.',
  },
  {
    icon: 'upload',
    name: 'Import my leads',
    text: 'A file from your CRM or a spreadsheet, checked before it is taken in.',
  },
  {
    icon: 'globe',
    name: 'Connect my website',
    text: 'One line on your pages, and visits and forms arrive as they happen.',
    path: '/settings/sources?create=yes',
  },
];

export function DoorsStep({ progress }: { progress: ReactNode }) {
  const { workspace } = useSession();
  return (
    <FrontPage
      wide
      above={progress}
      title={`${workspace.name} is ready`}
      lead="People, hours and departments are in place. Leads come in by three doors; two of them open with the next versions."
    >
      <ul className={styles.doors}>
        {doors.map(({ icon, name, text, path }) => (
          <li key={name}>
            <span className={styles.doorIcon}>
              <Icon name={icon} />
            </span>
            <div>
              <p className={styles.doorName}>
                {path ? (
                  <LinkButton to={path}>{name}</LinkButton>
                ) : (
                  <>
                    {name} <Tag>Not built yet</Tag>
                  </>
                )}
              </p>
              <p className="sub">{text}</p>
            </div>
          </li>
        ))}
      </ul>
      <LinkButton to="/" variant="filled">
        Go to the Scoreboard
      </LinkButton>
    </FrontPage>
  );
}
