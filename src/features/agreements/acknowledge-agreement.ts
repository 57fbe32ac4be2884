import { type Ctx, tx } from '../../context.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { lockVersion, requireMove } from './lock-version.ts';
import { insertAcknowledgement } from './store.ts';

/** Notes that a member has read what binds them. Again, it says when they first did. */
export async function acknowledgeAgreement(ctx: Ctx, versionId: string): Promise<{ acknowledgedAt: string }> {
  const { id: memberId } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    const locked = await lockVersion(ctx, versionId);
    await requireMove(ctx, locked, 'acknowledge');
    const { isNew, at } = await insertAcknowledgement(ctx, versionId, memberId);
    const change = { verb: 'agreement.acknowledged', object: 'agreement', objectId: versionId };
    if (isNew) await recordChange(ctx, { ...change, after: { memberId } });
    return { acknowledgedAt: at.toISOString() };
  });
}
