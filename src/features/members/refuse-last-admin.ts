import type { Ctx } from '../../context.ts';
import { BatonError, type FieldProblem } from '../../core/errors.ts';
import { hasOtherAdmin, type LockedMember } from './store.ts';

/** Throws `member.last-admin` for the only active admin: without one nobody could let anybody in again. Needs the roster's lock. */
export async function refuseLastAdmin(ctx: Ctx, member: LockedMember, pointer?: string): Promise<void> {
  if (member.role !== 'admin' || !member.active || (await hasOtherAdmin(ctx, member.id))) return;
  const detail = `${member.name} is the last admin. Make another member admin first.`;
  const errors: FieldProblem[] = pointer === undefined ? [] : [{ pointer, detail }];
  throw new BatonError('conflict', 'member.last-admin', detail, { errors });
}
