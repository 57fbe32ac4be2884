import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { reachesNobody } from '../../db/contact-scope.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { reachesMember } from './store.ts';

/**
 * Throws unless the caller may give a record to this member: an active one within their reach, or nobody where what is
 * nobody's stays within their reach. The member stays as they are until the transaction ends: lock them before the record.
 *
 * @param pointer the field of the request body that names the member
 */
export async function checkOwner(ctx: Ctx, memberId: string | null | undefined, pointer: string): Promise<void> {
  if (memberId === undefined) return;
  if (memberId !== null) {
    requireFound('member', (await reachesMember(ctx, memberId)) || undefined);
    requireActive(await lockMember(ctx, memberId), pointer);
  } else if (!reachesNobody(ctx)) {
    const detail = 'Without an owner it would be out of your reach. Say whose it is.';
    throw new BatonError('invalid', 'record.owner-needed', detail, { errors: [{ pointer, detail }] });
  }
}
