import type { Ctx } from '../../context.ts';
import type { Role } from '../../core/access.ts';
import { BatonError } from '../../core/errors.ts';

/**
 * An API key acts with scopes, never as a role, so it hands out none that is above them: a stolen key must not end in an
 * admin, or in somebody who signs for a department.
 */
export function refuseKeyGrant(ctx: Ctx, grant: { role: Role; heads?: string | null }): void {
  if (ctx.actor.kind !== 'key' || (grant.role !== 'admin' && !grant.heads)) return;
  const what = grant.role === 'admin' ? 'make somebody an admin' : 'name the head of a department';
  throw new BatonError('forbidden', 'key.grant', `An API key cannot ${what}. An admin who is signed in can.`);
}
