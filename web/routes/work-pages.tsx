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

/** The promise whose records are open, and of which department. */
const ScoreboardSearch = z.object({
  promise: z.string().max(200).optional().catch(undefined),
  side: z.enum(['marketing', 'sales']).optional().catch(undefined),
});

const scoreboard = createRoute({
  getParentRoute: () => signedIn,
  path: '/scoreboard',
  staticData: { title: 'Scoreboard' },
  validateSearch: ScoreboardSearch,
  component: lazyRouteComponent(() => import('../features/scoreboard/scoreboard-page.tsx'), 'ScoreboardPage'),
});

/** The open brief is in the address, so that it can be sent, and that Back closes it on a phone. */
const InboxSearch = z.object({
  handoff: z.uuid().optional().catch(undefined),
  /** Closed ones, or those that wait for somebody; without it those that are open. */
  show: z.enum(['waiting', 'rejected', 'handed-back', 'won', 'lost', 'cancelled']).optional().catch(undefined),
  /** Of open ones; without it by the time that is left. */
  sort: z.enum(['value', 'ease']).optional().catch(undefined),
});

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: '/inbox',
  staticData: { title: 'Inbox', fills: true },
  validateSearch: InboxSearch,
  component: lazyRouteComponent(() => import('../features/inbox/inbox-page.tsx'), 'InboxPage'),
});

/** The open conversation, how the list is grouped, and which are in it: without `show` those that wait for somebody. */
const AnswersSearch = z.object({
  rejection: z.uuid().optional().catch(undefined),
  by: z.enum(['campaign', 'persona']).optional().catch(undefined),
  show: z.enum(['mine', 'all', 'deadlock']).optional().catch(undefined),
});

const answers = createRoute({
  getParentRoute: () => signedIn,
  path: '/answers',
  staticData: { title: 'Answers', fills: true },
  validateSearch: AnswersSearch,
  component: lazyRouteComponent(() => import('../features/answers/answers-page.tsx'), 'AnswersPage'),
});

const tasks = createRoute({
  getParentRoute: () => signedIn,
  path: '/tasks',
  staticData: { title: 'Tasks' },
  component: lazyRouteComponent(() => import('../features/tasks/tasks-page.tsx'), 'TasksPage'),
});

export const workPages = [home, scoreboard, inbox, answers, tasks] as const;
