import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { refuseKeyGrant } from '../members/refuse-key-grant.ts';
import { refuseMember, statusOf } from './check-invitation.ts';
import { toInvitation } from './list-invitations.ts';
import type { Invitation } from './schema.ts';
import { newLink, sendLink } from './send-link.ts';
import { findInvitation, lockInvitation, updateInvitation } from './store.ts';

/** Makes a new link, also for an invitation that has expired; the old link stops working at once. */
export async function renewInvitation(ctx: Ctx, id: string): Promise<Invitation & { link: string }> {
  return tx(ctx, async (ctx) => {
    const before = requireFound('invitation', await lockInvitation(ctx, id));
    refuseKeyGrant(ctx, before);
    const status = statusOf(before, ctx.now);
    if (status === 'accepted' || before.revokedAt) {
      const message = `This invitation is ${status} and cannot be renewed. Invite the person anew.`;
      throw new BatonError('conflict', 'invitation.not-open', message);
    }
    await refuseMember(ctx, before.emailKey, 'admin');
    const { link, tokenHash, expiresAt } = newLink(ctx);
    await updateInvitation(ctx, id, { tokenHash, expiresAt });
    await recordChange(ctx, {
      verb: 'invitation.renewed',
      object: 'invitation',
      objectId: id,
      before: { expiresAt: before.expiresAt.toISOString() },
      after: { expiresAt: expiresAt.toISOString() },
    });
    const invitation = toInvitation(requireFound('invitation', await findInvitation(ctx, id)), ctx.now);
    await sendLink(ctx, invitation, link, tokenHash);
    return { ...invitation, link };
  });
}
