import type { ReactNode } from 'react';
import { createSample } from '../../../src/features/samples/schema.ts';
import { may, useSession } from '../../session.ts';
import { FrontPage } from '../../ui/front-page.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { SampleActions } from '../sample/sample-actions.tsx';
import styles from './setup.module.css';

/** The three ways to fill a workspace; the sample stays beside it. */
const doors: { icon: IconName; name: string; text: string; path?: string }[] = [
  {
    icon: 'door',
    name: 'Sample company',
    text: 'A made-up company with five months behind it, to see every room at work. It stands beside your own and is removed with one click.',
  },
  {
    icon: 'upload',
    name: 'Import my leads',
    text: 'A file from your CRM or a spreadsheet, checked before it is taken in.',
    path: '/settings/imports/new',
  },
  {
    icon: 'globe',
    name: 'Connect my website',
    text: 'One line on your pages, and visits and forms arrive as they happen.',
    path: '/settings/sources?create=yes',
  },
];

export function DoorsStep({ progress }: { progress: ReactNode }) {
  const { workspace, member } = useSession();
  return (
    <FrontPage
      wide
      above={progress}
      title={`${workspace.name} is ready`}
      lead="People, hours and departments are in place. Look around in a sample company first, or let your own leads come in."
    >
      <ul className={styles.doors}>
        {doors.map(({ icon, name, text, path }) => (
          <li key={name}>
            <span className={styles.doorIcon}>
              <Icon name={icon} />
            </span>
            <div>
              <p className={styles.doorName}>{path ? <LinkButton to={path}>{name}</LinkButton> : name}</p>
              <p className="sub">{text}</p>
              {path === undefined && may(member.role, createSample) && (
                <div className={styles.doorActions}>
                  <SampleActions />
                </div>
              )}
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
