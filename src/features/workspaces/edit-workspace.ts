import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { applyChange } from '../../core/change.ts';
import { requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { readWorkspace } from './read-workspace.ts';
import type { editWorkspace as contract, Workspace } from './schema.ts';
import { lockWorkspace, updateWorkspace } from './store.ts';

/**
 * Changes the settings of the workspace. The currency can be changed as long as nothing is counted in it: the first
 * record with an amount, and the first signed agreement, freeze it here.
 */
export async function editWorkspace(
  ctx: Ctx,
  change: z.output<NonNullable<(typeof contract)['body']>>,
  version: number,
): Promise<Workspace> {
  return tx(ctx, async (ctx) => {
    const row = requireVersion('workspace', await lockWorkspace(ctx), version);
    const { name, currency, zone, locale, fiscalStart, visibility, acknowledgeDays, queueHours } = row;
    const before = { name, currency, zone, locale, fiscalStart, visibility, acknowledgeDays, queueHours };
    const { next, changed } = applyChange(before, change);
    if (changed.length > 0) {
      await updateWorkspace(ctx, next);
      await recordChange(ctx, {
        verb: 'workspace.edited',
        object: 'workspace',
        objectId: ctx.workspace,
        before,
        after: next,
      });
    }
    return readWorkspace(ctx);
  });
}
