import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { newId } from '../../db/ids.ts';
import { findAgreementInForce } from '../agreements/find-agreement.ts';
import { compileDraft } from '../agreements/find-relay.ts';
import { loadVersion } from '../agreements/load-version.ts';
import { recordChange } from '../audit/record-change.ts';
import { describeRehearsal } from './read-rehearsal.ts';
import type { Rehearsal } from './schema.ts';
import { findLastRehearsal, insertRehearsal } from './store.ts';

/** Asks for a rehearsal of a version as its text stands; a job does it. */
export async function startRehearsal(ctx: Ctx, versionId: string): Promise<Rehearsal> {
  return tx(ctx, async (ctx) => {
    const version = await loadVersion(ctx, versionId);
    if ((await compileDraft(ctx, version)) === null) {
      throw new BatonError(
        'conflict',
        'agreement.not-valid',
        'Correct what is wrong in this text before it is rehearsed.',
      );
    }
    const id = newId(ctx.now);
    const against = await findAgreementInForce(ctx);
    const { actor } = ctx;
    const isNew = await insertRehearsal(ctx, {
      id,
      versionId,
      hash: version.hash,
      againstId: against === null || against.id === versionId ? null : against.id,
      askedBy: actor.kind === 'member' ? actor.id : null,
    });
    if (isNew) {
      const after = { hash: version.hash, against: against?.id ?? null };
      await recordChange(ctx, { verb: 'agreement.rehearsed', object: 'agreement', objectId: versionId, after });
      await ctx.enqueue(ctx.db, 'rehearse-agreement', { workspace: ctx.workspace, rehearsalId: id });
    }
    return describeRehearsal(requireFound('rehearsal', await findLastRehearsal(ctx, versionId)));
  });
}
