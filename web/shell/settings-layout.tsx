/** The settings: sections on the left (a strip on a phone), the open one beside it. */
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useSession } from '../session.ts';
import { type Section, sectionsFor } from './rooms.ts';
import styles from './settings-layout.module.css';

export function SettingsLayout() {
  const { member } = useSession();
  const groups = Map.groupBy(sectionsFor(member.role), ({ group }) => group);
  const strip = useOpenSectionInView();
  return (
    <div className={styles.layout}>
      <nav ref={strip} className={styles.sections} aria-label="Settings">
        {[...groups].map(([group, sections]) => (
          <div key={group} className={styles.group}>
            <p className={styles.name}>{group}</p>
            <ul>
              {sections.map((section: Section) => (
                <li key={section.path}>
                  <Link to={section.path} className={styles.section}>
                    {section.name}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className={styles.content}>
        <Outlet />
      </div>
    </div>
  );
}

/** On a phone the strip is longer than the screen: it shows where one is. */
function useOpenSectionInView() {
  const strip = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    const open = strip.current?.querySelector<HTMLElement>(`[href="${CSS.escape(pathname)}"], [aria-current="page"]`);
    open?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return strip;
}
