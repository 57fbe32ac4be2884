import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { getSetup } from '../../src/features/workspaces/schema.ts';
import { queryClient, queryOf } from '../queries.ts';
import { sessionQuery } from '../session.ts';
import { FrontError, UnknownAddress, UnknownPage } from '../shell/page-fallbacks.tsx';
import { Shell } from '../shell/shell.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';

export const root = createRootRoute({ component: Root, notFoundComponent: UnknownAddress, errorComponent: FrontError });

function Root() {
  usePageTitle();
  return <Outlet />;
}

/** Pages for members: whoever is not signed in goes to the sign-in, and comes back to where they wanted to be. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  errorComponent: FrontError,
  component: Shell,
  notFoundComponent: UnknownPage,
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session) return;
    const { needed } = await queryClient.fetchQuery(queryOf(getSetup, {}));
    if (needed) throw redirect({ to: '/welcome' });
    const next = location.href === '/' ? undefined : location.href;
    throw redirect({ to: '/sign-in', search: next ? { next } : {} });
  },
});
