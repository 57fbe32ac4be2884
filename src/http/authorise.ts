import { timingSafeEqual } from 'node:crypto';
import type { Actor } from '../context.ts';
import type { Access, Reach } from '../core/access.ts';
import { BatonError } from '../core/errors.ts';
import type { Identity } from './identity.ts';

/**
 * Decides whether an actor may call a route at all, and how far. What is not said is denied.
 *
 * Throws `session.required` (401) when nobody is signed in and `access.forbidden` (403) when the actor may not.
 */
export function authorise(access: Access, identity: Identity | null): Reach {
  if (access === 'public') return 'own';
  if (access === 'write-key') {
    if (identity?.actor.kind === 'source') return 'own';
    throw new BatonError(
      'unauthenticated',
      'source.unknown-key',
      'This write key is unknown or revoked. Take it from the source in the settings of Baton.',
    );
  }
  if (!identity) throw new BatonError('unauthenticated', 'session.required', 'Please sign in first.');
  const { actor } = identity;
  if (access === 'signed-in') {
    if (actor.kind === 'member') return 'own';
    throw new BatonError('forbidden', 'access.forbidden', 'This is for members who are signed in, not for API keys.');
  }
  if (actor.kind === 'key') {
    if (access.scope && actor.scopes.includes(access.scope)) return 'all';
    throw new BatonError(
      'forbidden',
      'access.forbidden',
      access.scope ? `This API key lacks the scope "${access.scope}".` : 'This route is not open to API keys.',
    );
  }
  const reach = actor.kind === 'member' ? reachOf(access.roles, actor) : undefined;
  if (reach) return reach;
  throw new BatonError(
    'forbidden',
    'access.forbidden',
    'Your role does not allow this. Ask an admin of your workspace.',
  );
}

/** Heading a department gives a head's rights whatever the role, so that an admin who heads Sales keeps both. */
function reachOf(roles: Partial<Record<string, Reach>>, actor: Extract<Actor, { kind: 'member' }>): Reach | undefined {
  const byRole = roles[actor.role];
  if (byRole === 'all' || actor.actsFor.length === 0) return byRole;
  return roles.head ?? byRole;
}

/**
 * Refuses a change that another site made the browser send: the origin must be ours, and the request must carry the token
 * that only a page of ours can have read.
 */
export function refuseForeignOrigin(
  headers: { origin?: string | undefined; host?: string | undefined; fetchSite?: string | undefined },
  publicUrl: string,
): void {
  const foreign =
    headers.fetchSite === 'cross-site' ||
    (headers.origin !== undefined && headers.origin !== publicUrl && originHost(headers.origin) !== headers.host);
  if (foreign) {
    throw new BatonError(
      'forbidden',
      'request.foreign-origin',
      'This request came from another site. Open Baton itself and try again; behind a proxy, set BATON_URL to the address people use.',
    );
  }
}

export function checkCsrfToken(expected: string, given: string | undefined): void {
  const a = Buffer.from(expected);
  const b = Buffer.from(given ?? '');
  if (a.length === b.length && timingSafeEqual(a, b)) return;
  throw new BatonError('forbidden', 'request.csrf', 'This page is out of date. Reload it and try again.');
}

function originHost(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
