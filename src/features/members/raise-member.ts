import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { changeMember } from './edit-member.ts';
import { lockMemberRow } from './store.ts';

/** Gives whoever is named head the role for it. An admin or sponsor who heads a department keeps theirs. */
export async function raiseToHead(ctx: Ctx, memberId: string): Promise<void> {
  const member = requireFound('member', await lockMemberRow(ctx, memberId, 'change'));
  if (member.role === 'admin' || member.role === 'sponsor') return;
  await changeMember(ctx, member, { role: 'head' });
}
