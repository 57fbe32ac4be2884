import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { queryClient } from '../queries.ts';
import { sessionQuery } from '../session.ts';
import { homeOf } from '../shell/rooms.ts';
import { signedIn } from './parents.tsx';

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async () => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    throw redirect({ to: session ? homeOf(session.member) : '/scoreboard', replace: true });
  },
});

const scoreboard = createRoute({
  getParentRoute: () => signedIn,
  path: '/scoreboard',
  staticData: { title: 'Scoreboard' },
  component: lazyRouteComponent(() => import('../features/scoreboard/scoreboard-page.tsx'), 'ScoreboardPage'),
});

/** The open brief is in the address, so that it can be sent, and that Back closes it on a phone. */
const InboxSearch = z.object({ handoff: z.uuid().optional().catch(undefined) });

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: '/inbox',
  staticData: { title: 'Inbox', fills: true },
  validateSearch: InboxSearch,
  component: lazyRouteComponent(() => import('../features/inbox/inbox-page.tsx'), 'InboxPage'),
});

const tasks = createRoute({
  getParentRoute: () => signedIn,
  path: '/tasks',
  staticData: { title: 'Tasks' },
  component: lazyRouteComponent(() => import('../features/tasks/tasks-page.tsx'), 'TasksPage'),
});

export const workPages = [home, scoreboard, inbox, tasks] as const;
