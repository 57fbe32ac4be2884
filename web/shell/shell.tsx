/** The frame of every page behind the sign-in: rooms on the left (tabs on a phone), title, search, theme. */
import { ActionIcon, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useMatches } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { countTasks } from '../../src/features/tasks/schema.ts';
import { queryOf } from '../queries.ts';
import { sessionQuery } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Mark } from '../ui/mark.tsx';
import { whenNotified } from '../ui/notify.ts';
import { MemberMenu } from './member-menu.tsx';
import { rooms, tabsFor } from './rooms.ts';
import styles from './shell.module.css';
import { useShortcutChoice, useShortcuts } from './shortcuts.ts';
import { ThemeSwitch } from './theme-switch.tsx';
import { usePageTitles } from './use-page-title.ts';

// What opens later is loaded when it opens first.
const Messages = lazy(() => import('@mantine/notifications').then(({ Notifications }) => ({ default: Notifications })));
const MoreSheet = lazy(() => import('./more-sheet.tsx').then(({ MoreSheet }) => ({ default: MoreSheet })));
const ShortcutsDialog = lazy(() =>
  import('./shortcuts-dialog.tsx').then(({ ShortcutsDialog }) => ({ default: ShortcutsDialog })),
);
const UnreadBanner = lazy(() =>
  import('../features/agreement/unread-banner.tsx').then(({ UnreadBanner }) => ({ default: UnreadBanner })),
);
const NotificationsBell = lazy(() =>
  import('../features/notifications/notifications-bell.tsx').then(({ NotificationsBell }) => ({
    default: NotificationsBell,
  })),
);
const SampleBanner = lazy(() =>
  import('../features/sample/sample-banner.tsx').then(({ SampleBanner }) => ({ default: SampleBanner })),
);
const Palette = lazy(() => import('./palette.tsx').then(({ Palette }) => ({ default: Palette })));

export function Shell() {
  // While signing out the session is gone a moment before the page is.
  const { data: session } = useQuery(sessionQuery);
  const [paletteCalls, setPaletteCalls] = useState(0);
  const [help, setHelp] = useState(false);
  const [more, setMore] = useState(false);
  const [letters, setLetters] = useShortcutChoice();
  const openPalette = useCallback(() => setPaletteCalls((calls) => calls + 1), []);
  const openHelp = useCallback(() => setHelp(true), []);
  useShortcuts({ letters, onPalette: openPalette, onHelp: openHelp });
  const seenMore = useOnceTrue(more);
  const seenHelp = useOnceTrue(help);
  const [messages, setMessages] = useState(false);
  useEffect(() => whenNotified(() => setMessages(true)), []);
  const main = useFocusOnNewPage();
  const fills = useMatches({ select: (matches) => matches.some(({ staticData }) => staticData.fills) });
  if (!session) return null;
  return (
    <div className={styles.app}>
      <a className={styles.skip} href="#main">
        Skip to the page
      </a>
      <nav className={styles.nav} aria-label="Rooms">
        <Link to="/" className={styles.brand}>
          <Mark />
          Baton
        </Link>
        <ul>
          {rooms.map((room) => (
            <li key={room.path}>
              <Link to={room.path} className={styles.room}>
                {room.name}
                {room.path === '/tasks' && <DueTasks />}
              </Link>
            </li>
          ))}
        </ul>
        <MemberMenu onShortcuts={openHelp} />
      </nav>
      <div className={styles.column}>
        <TopBar onSearch={openPalette} />
        {session.workspace.sample && (
          <Suspense fallback={null}>
            <SampleBanner />
          </Suspense>
        )}
        <Suspense fallback={null}>
          <UnreadBanner />
        </Suspense>
        <main id="main" ref={main} tabIndex={-1} className={fills ? styles.fill : styles.page}>
          <Outlet />
        </main>
      </div>
      <nav className={styles.tabs} aria-label="Rooms">
        {tabsFor(session.member).tabs.map((room) => (
          <Link key={room.path} to={room.path} className={styles.tab}>
            <Icon name={room.icon} size={20} />
            {room.name}
          </Link>
        ))}
        <UnstyledButton className={styles.tab} onClick={() => setMore(true)} aria-haspopup="dialog">
          <Icon name="more" size={20} />
          More
        </UnstyledButton>
      </nav>
      <Suspense fallback={null}>
        {seenMore && <MoreSheet open={more} onClose={() => setMore(false)} />}
        {seenHelp && (
          <ShortcutsDialog open={help} onClose={() => setHelp(false)} letters={letters} onLetters={setLetters} />
        )}
        {paletteCalls > 0 && <Palette calls={paletteCalls} onShortcuts={openHelp} />}
        {messages && <Messages position="bottom-right" />}
      </Suspense>
    </div>
  );
}

function TopBar({ onSearch }: { onSearch: () => void }) {
  const [title = 'Baton'] = usePageTitles();
  return (
    <header className={styles.top}>
      <h1>{title}</h1>
      <UnstyledButton className={styles.search} onClick={onSearch} aria-keyshortcuts="Control+K">
        <Icon name="search" />
        <span>Search or go to</span>
        <span className={styles.searchKeys} aria-hidden="true">
          <kbd>Ctrl</kbd> <kbd>K</kbd>
        </span>
      </UnstyledButton>
      <ActionIcon className={styles.searchSmall} onClick={onSearch} aria-label="Search or go to">
        <Icon name="search" />
      </ActionIcon>
      <Suspense fallback={<BellPlace />}>
        <NotificationsBell />
      </Suspense>
      <ThemeSwitch />
    </header>
  );
}

/** The bell before it is there: nothing moves when it comes. */
const BellPlace = () => (
  <ActionIcon aria-label="Notifications" disabled>
    <Icon name="bell" />
  </ActionIcon>
);

/** How many tasks are overdue or due today. */
function DueTasks() {
  const { data } = useQuery({ ...queryOf(countTasks, {}), refetchInterval: 60_000 });
  const due = (data?.overdue ?? 0) + (data?.today ?? 0);
  if (due === 0) return null;
  return (
    <span className={styles.due} data-overdue={(data?.overdue ?? 0) > 0}>
      {due > 99 ? '99+' : due}
      <VisuallyHidden> due</VisuallyHidden>
    </span>
  );
}

/** Whether something has been true before: a dialog stays mounted after its first time, so that it can close calmly. */
function useOnceTrue(value: boolean): boolean {
  const [seen, setSeen] = useState(value);
  if (value && !seen) setSeen(true);
  return seen || value;
}

/** After a change of page the keyboard and the screen reader begin at the new page, not where the old link was. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const seen = useRef(pathname);
  useEffect(() => {
    if (seen.current !== pathname) main.current?.focus({ preventScroll: true });
    seen.current = pathname;
  }, [pathname]);
  return main;
}
