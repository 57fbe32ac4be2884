import { useRouter } from '@tanstack/react-router';
import { signOut } from '../../src/features/sessions/schema.ts';
import { ApiError, call } from '../api.ts';
import { forgetSession } from '../session.ts';

/** Signs out here; a session that has ended already is as good. */
export function useSignOut(): () => Promise<void> {
  const router = useRouter();
  return async () => {
    try {
      await call(signOut, {});
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) throw error;
    }
    forgetSession();
    await router.navigate({ to: '/sign-in' });
  };
}
