import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockInvitation, updateInvitation } from './store.ts';

/** Takes an invitation back: its link stops working at once. Doing it again changes nothing. */
export async function revokeInvitation(ctx: Ctx, id: string): Promise<Record<never, never>> {
  return tx(ctx, async (ctx) => {
    const { acceptedAt, revokedAt, email } = requireFound('invitation', await lockInvitation(ctx, id));
    if (acceptedAt) {
      const message = 'This person has joined already. Deactivate the member instead.';
      throw new BatonError('conflict', 'invitation.used', message);
    }
    if (revokedAt) return {};
    await updateInvitation(ctx, id, { revokedAt: ctx.now });
    await recordChange(ctx, { verb: 'invitation.revoked', object: 'invitation', objectId: id, after: { email } });
    return {};
  });
}
