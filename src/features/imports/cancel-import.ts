import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { recordChange } from '../audit/record-change.ts';
import { giveImport } from './give-import.ts';
import type { Import } from './schema.ts';
import { lockImport, selectImport, updateImport } from './store.ts';

/** Stops an import: what is done stays, what is not stays undone. A dry run that is stopped leaves the file to be changed. */
export async function cancelImport(ctx: Ctx, importId: string): Promise<Import> {
  return tx(ctx, async (ctx) => {
    const { status, startedAt, cursor } = await lockImport(ctx, importId);
    if (status !== 'draft' && status !== 'checking' && status !== 'running') {
      throw new BatonError('conflict', 'import.ended', 'It has ended already. What it made can be undone for 30 days.');
    }
    const next = status === 'checking' ? 'draft' : 'cancelled';
    const finished = startedAt === null ? {} : { finishedAt: ctx.now };
    await updateImport(ctx, importId, { status: next, ...finished });
    await recordChange(ctx, {
      verb: 'import.cancelled',
      object: 'import',
      objectId: importId,
      after: { done: cursor },
    });
    return giveImport(await selectImport(ctx, importId));
  });
}
