import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { getSetup } from '../../src/features/workspaces/schema.ts';
import { queryClient, queryOf } from '../queries.ts';
import { safePath } from '../safe-path.ts';
import { sessionQuery } from '../session.ts';
import { FrontError } from '../shell/page-fallbacks.tsx';
import { root } from './parents.tsx';

/** Pages before signing in. */
const SignInSearch = z.object({
  next: z.string().optional().catch(undefined),
  because: z.enum(['reset', 'ended', 'taken']).optional().catch(undefined),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  errorComponent: FrontError,
  staticData: { title: 'Sign in' },
  validateSearch: SignInSearch,
  beforeLoad: async ({ search }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session) throw redirect({ to: safePath(search.next) });
    const { needed } = await queryClient.fetchQuery(queryOf(getSetup, {}));
    if (needed) throw redirect({ to: '/welcome' });
  },
  component: lazyRouteComponent(() => import('../features/sessions/sign-in-page.tsx'), 'SignInPage'),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  staticData: { title: 'Forgot your password?' },
  component: lazyRouteComponent(() => import('../features/sessions/forgot-password-page.tsx'), 'ForgotPasswordPage'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  staticData: { title: 'Set a new password' },
  component: lazyRouteComponent(() => import('../features/sessions/reset-password-page.tsx'), 'ResetPasswordPage'),
});

const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  staticData: { title: 'Join' },
  component: lazyRouteComponent(() => import('../features/invitations/join-page.tsx'), 'JoinPage'),
});

/** The first run. Its last two steps come after the owner is signed in, and survive a reload. */
const WelcomeSearch = z.object({ step: z.enum(['invite', 'doors']).optional().catch(undefined) });

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  errorComponent: FrontError,
  staticData: { title: 'Welcome' },
  validateSearch: WelcomeSearch,
  beforeLoad: async ({ search }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session && search.step) return;
    if (session) throw redirect({ to: '/' });
    const { needed } = await queryClient.fetchQuery(queryOf(getSetup, {}));
    if (!needed) throw redirect({ to: '/sign-in' });
    if (search.step) throw redirect({ to: '/welcome' });
  },
  component: lazyRouteComponent(() => import('../features/setup/welcome-page.tsx'), 'WelcomePage'),
});

export const frontPages = [signIn, forgotPassword, resetPassword, join, welcome] as const;
