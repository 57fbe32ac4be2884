import { type Ctx, tx } from '../../context.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockVersion, requireMove } from './lock-version.ts';
import { notifyParties } from './notify-parties.ts';
import { readVersion } from './read-version.ts';
import type { AgreementVersion } from './schema.ts';
import { updateVersion } from './store.ts';

/** Takes a version out for good before it binds anybody. */
export async function withdrawAgreement(ctx: Ctx, versionId: string): Promise<AgreementVersion> {
  return tx(ctx, async (ctx) => {
    const locked = await lockVersion(ctx, versionId);
    await requireMove(ctx, locked, 'withdraw');
    const { status } = locked.row;
    await updateVersion(ctx, versionId, { status: 'withdrawn' });
    await recordChange(ctx, {
      verb: 'agreement.withdrawn',
      object: 'agreement',
      objectId: versionId,
      before: { status },
      after: { status: 'withdrawn' },
    });
    // Nobody else has been told of a draft.
    if (status !== 'draft') await notifyParties(ctx, versionId, 'withdrawn', ['marketing', 'sales', 'sponsor']);
    return readVersion(ctx, versionId);
  });
}
