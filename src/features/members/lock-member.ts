import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { type LockedMember, lockMemberRow, lockRoster } from './store.ts';

/**
 * A member to whom the caller is about to give something, kept as they are until the transaction ends. Locks are taken in
 * the order roles, member, department or team: whoever keeps to it never waits in a circle.
 */
export const lockMember = (ctx: Ctx, memberId: string): Promise<LockedMember | undefined> =>
  lockMemberRow(ctx, memberId, 'use');

/** Makes this transaction the only one that changes roles, posts and who is active. The first lock of any. */
export const lockRoles = (ctx: Ctx): Promise<void> => lockRoster(ctx);

/**
 * Gives the member, or throws `member.not-active` (400, at the field that names them) for who is deactivated, unknown or
 * of another workspace.
 *
 * @param pointer the field of the request body that names the member, such as `#/leadId`
 */
export function requireActive(member: LockedMember | undefined, pointer: string): LockedMember {
  if (member?.active) return member;
  const detail = 'Choose an active member of this workspace.';
  throw new BatonError('invalid', 'member.not-active', detail, { errors: [{ pointer, detail }] });
}
