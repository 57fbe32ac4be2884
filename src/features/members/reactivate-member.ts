import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { readMember } from './read-member.ts';
import type { Member } from './schema.ts';
import { lockMemberRow, lockRoster, updateMember } from './store.ts';

/** Lets a deactivated member sign in again, with the role they had. What was handed over stays where it is. */
export async function reactivateMember(ctx: Ctx, memberId: string): Promise<Member> {
  return tx(ctx, async (ctx) => {
    await lockRoster(ctx);
    const member = requireFound('member', await lockMemberRow(ctx, memberId, 'change'));
    if (member.awaitsInvitation) {
      const detail = `${member.name} came with an import and was never here. Invite them instead.`;
      throw new BatonError('conflict', 'member.awaits-invitation', detail);
    }
    if (member.active) throw new BatonError('conflict', 'member.active', `${member.name} is active already.`);
    await updateMember(ctx, memberId, { active: true });
    await recordChange(ctx, {
      verb: 'member.reactivated',
      object: 'member',
      objectId: memberId,
      before: { active: false },
      after: { active: true },
    });
    return readMember(ctx, memberId);
  });
}
