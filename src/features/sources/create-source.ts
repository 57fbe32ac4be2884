import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { refuseSample } from '../workspaces/refuse-sample.ts';
import { mintWriteKey } from './mint-write-key.ts';
import { readSource } from './read-source.ts';
import type { createSource as contract, Source } from './schema.ts';
import { insertSource } from './store.ts';

/** Creates a source with a write key of its own. */
export async function createSource(
  ctx: Ctx,
  {
    name,
    kind,
    privacySignal = kind === 'website' ? 'deny' : 'ignore',
  }: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<Source> {
  const id = newId(ctx.now);
  return tx(ctx, async (ctx) => {
    await refuseSample(ctx, 'No source sends');
    const createdBy = await findResponsibleMember(ctx);
    await insertSource(ctx, { id, name, kind, writeKey: mintWriteKey(), privacySignal, createdBy });
    await recordChange(ctx, {
      verb: 'source.created',
      object: 'source',
      objectId: id,
      after: { name, kind, privacySignal },
    });
    return readSource(ctx, id);
  });
}
