import { type Ctx, tx } from '../../context.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { lockVersion, requireMove } from './lock-version.ts';
import { notifyParties } from './notify-parties.ts';
import { readVersion } from './read-version.ts';
import type { AgreementVersion } from './schema.ts';
import { updateVersion } from './store.ts';

/** Gives a proposal back with comments; what was signed of it is void, and editing makes a draft of it again. */
export async function returnAgreement(ctx: Ctx, versionId: string, message: string): Promise<AgreementVersion> {
  const { id: returnedBy } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    const locked = await lockVersion(ctx, versionId);
    await requireMove(ctx, locked, 'return');
    await updateVersion(ctx, versionId, {
      status: 'returned',
      returnedMessage: message,
      returnedBy,
      returnedAt: ctx.now,
    });
    const { proposal, proposedFor } = locked.row;
    const after = { status: 'returned', message, proposal };
    await recordChange(ctx, { verb: 'agreement.returned', object: 'agreement', objectId: versionId, after });
    if (proposedFor !== null) await notifyParties(ctx, versionId, 'returned', [proposedFor]);
    return readVersion(ctx, versionId);
  });
}
