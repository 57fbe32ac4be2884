/** Who is signed in, and what they may do. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import type { Access, Role } from '../src/core/access.ts';
import { getSession, type SessionState } from '../src/features/sessions/schema.ts';
import { ApiError, call } from './api.ts';
import { queryClient } from './queries.ts';

/** The session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: [getSession.id],
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<SessionState | null> => {
    try {
      return await call(getSession, {}, { signal });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
});

/** After signing in, or after a change of one's own profile. */
export function rememberSession(session: SessionState): void {
  queryClient.setQueryData(sessionQuery.queryKey, session);
}

/** After signing out: nothing of this member stays in the cache. */
export function forgetSession(): void {
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, null);
}

/** The session on pages behind the sign-in: the router lets nobody else there. */
export function useSession(): SessionState {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data) throw new ApiError({ status: 401, code: 'session.ended', message: 'You were signed out. Sign in again.' });
  return data;
}

/**
 * Whether a role may call a route at all, so that a page shows only what will work. The server decides each call again.
 *
 * @example
 * may('member', { access: { roles: { admin: 'all' } } }) // false
 */
export function may(role: Role, contract: { readonly access: Access }): boolean {
  return typeof contract.access === 'string' || contract.access.roles[role] !== undefined;
}
