import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { UndoCounts } from '../../db/import-tables.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { removeMade } from '../import-records/remove-made.ts';
import { restoreValues } from '../import-records/restore-values.ts';
import { judgeContacts } from '../qualification/judge-contacts.ts';
import { giveImport, undoDays, undoUntil } from './give-import.ts';
import { chunkRows } from './plan-rows.ts';
import type { Import } from './schema.ts';
import { lockImport, selectImport, updateImport } from './store.ts';

/** Begins to remove what an import made; a job does it. */
export async function undoImport(ctx: Ctx, importId: string): Promise<Import> {
  return tx(ctx, async (ctx) => {
    const given = await lockImport(ctx, importId);
    const until = undoUntil(given);
    if (until === null || given.status === 'undoing') {
      const none = 'There is nothing to undo: it was not started, still runs, or was undone before.';
      throw new BatonError('conflict', 'import.nothing-to-undo', none);
    }
    if (ctx.now > until) {
      const late = `It ended more than ${undoDays} days ago and can no longer be undone.`;
      throw new BatonError('conflict', 'import.too-late', late);
    }
    await updateImport(ctx, importId, {
      status: 'undoing',
      undoCounts: JSON.stringify({ removed: 0, restored: 0, kept: 0 }),
    });
    await recordChange(ctx, { verb: 'import.undo-started', object: 'import', objectId: importId });
    await ctx.enqueue(ctx.db, 'undo-import', { workspace: ctx.workspace, importId });
    return giveImport(await selectImport(ctx, importId));
  });
}

/**
 * Undoes the next part of an import, in one transaction: gives values back that it changed, then removes what it made, what
 * belongs to others first. What somebody has changed or used since stays, with why. Says whether there is more to do.
 */
export async function removeRecords(ctx: Ctx, importId: string): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    const given = await lockImport(ctx, importId);
    if (given.status !== 'undoing') return false;
    const { removed = 0, restored = 0, kept = 0 } = given.undoCounts ?? {};
    const count = (counts: UndoCounts) => updateImport(ctx, importId, { undoCounts: JSON.stringify(counts) });
    const record = (after: Record<string, string | number>) =>
      recordChange(ctx, { verb: 'import.undone', object: 'import', objectId: importId, after });
    const values = await restoreValues(ctx, given, chunkRows);
    if (values !== null) {
      await judgeAgain(ctx, values.contactIds);
      await count({ removed, restored: restored + values.restored, kept: kept + values.kept });
      await record({ restored: values.restored, kept: values.kept });
      return true;
    }
    const records = await removeMade(ctx, importId, chunkRows);
    if (records === null) {
      await updateImport(ctx, importId, { status: 'undone', undoneAt: ctx.now });
      return false;
    }
    await judgeAgain(ctx, records.contactIds);
    await count({ removed: removed + records.removed, restored, kept: kept + records.kept });
    await record({ object: records.object, removed: records.removed, kept: records.kept });
    return true;
  });
}

/** Whoever stays is scored by what is left of them. */
async function judgeAgain(ctx: Ctx, contactIds: readonly string[]): Promise<void> {
  const relay = contactIds.length === 0 ? null : await findRelayInForce(ctx);
  if (relay !== null) await judgeContacts(ctx, relay, new Map(contactIds.map((id) => [id, 'import'])));
}
