import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { ImportObject } from '../../core/imports/fields.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { judgeContacts } from '../qualification/judge-contacts.ts';
import { recordTouchDeltas } from '../rollups/record-touch-deltas.ts';
import { giveImport, undoDays, undoUntil } from './give-import.ts';
import { chunkRows } from './plan-rows.ts';
import type { Import } from './schema.ts';
import {
  deleteExternalIds,
  deleteMade,
  deleteRecords,
  deleteTouches,
  keepMade,
  lockImport,
  selectImport,
  selectMade,
  selectUsedAccounts,
  selectUsedContacts,
  selectUsedDeals,
  updateImport,
} from './store.ts';

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
    await updateImport(ctx, importId, { status: 'undoing', undoCounts: JSON.stringify({ removed: 0, kept: 0 }) });
    await recordChange(ctx, { verb: 'import.undo-started', object: 'import', objectId: importId });
    await ctx.enqueue(ctx.db, 'undo-import', { workspace: ctx.workspace, importId });
    return giveImport(await selectImport(ctx, importId));
  });
}

type Made = Awaited<ReturnType<typeof selectMade>>[number];

/**
 * Removes the next records that an import made, in one transaction: touches, then deals, contacts and companies. What somebody
 * has changed or used since stays, with why. Says whether there is more to do.
 */
export async function removeRecords(ctx: Ctx, importId: string): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    const given = await lockImport(ctx, importId);
    if (given.status !== 'undoing') return false;
    const found = await selectMade(ctx, importId, chunkRows);
    const object = found[0]?.object;
    if (object === undefined) {
      await updateImport(ctx, importId, { status: 'undone', undoneAt: ctx.now });
      return false;
    }
    const made = found.filter((one) => one.object === object);
    const kept = object === 'touch' ? new Map<string, string>() : await findKept(ctx, importId, object, made);
    const removed = made.filter(({ recordId }) => !kept.has(recordId));
    const ids = removed.map(({ recordId }) => recordId);
    await deleteExternalIds(ctx, ids);
    const touched = object === 'touch' ? await takeTouches(ctx, importId, removed) : [];
    if (object !== 'touch') await deleteRecords(ctx, object, ids);
    await judgeAgain(ctx, object === 'contact' ? [...kept.keys()] : touched);
    await deleteMade(ctx, importId, ids);
    await keepMade(ctx, importId, kept);
    const before = given.undoCounts ?? { removed: 0, kept: 0 };
    const counts = { removed: before.removed + removed.length, kept: before.kept + kept.size };
    await updateImport(ctx, importId, { undoCounts: JSON.stringify(counts) });
    const after = { object, removed: removed.length, kept: kept.size };
    await recordChange(ctx, { verb: 'import.undone', object: 'import', objectId: importId, after });
    return true;
  });
}

/** Removes touches and what they counted for; gives those whose touches they were and who stay. */
async function takeTouches(ctx: Ctx, importId: string, removed: readonly Made[]): Promise<string[]> {
  const { gone, contactIds } = await deleteTouches(ctx, importId, removed);
  await recordTouchDeltas(ctx, gone, -1);
  return contactIds;
}

/** Whoever stays is scored by what is left of them. */
async function judgeAgain(ctx: Ctx, contactIds: readonly string[]): Promise<void> {
  const relay = contactIds.length === 0 ? null : await findRelayInForce(ctx);
  if (relay !== null) await judgeContacts(ctx, relay, new Map(contactIds.map((id) => [id, 'import'])));
}

async function findKept(
  ctx: Ctx,
  importId: string,
  object: Exclude<ImportObject, 'touch'>,
  made: readonly Made[],
): Promise<Map<string, string>> {
  const ids = made.map(({ recordId }) => recordId);
  const left = new Map(made.map(({ recordId, version }) => [recordId, version]));
  const rows =
    object === 'contact'
      ? await selectUsedContacts(ctx, importId, ids)
      : await (object === 'deal' ? selectUsedDeals : selectUsedAccounts)(ctx, ids);
  return new Map(
    rows.flatMap(({ id, version, why }): [string, string][] => {
      const changed = version === left.get(id) ? null : 'It was changed since.';
      const reason = changed ?? why;
      return reason === null ? [] : [[id, reason]];
    }),
  );
}
