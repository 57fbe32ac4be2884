import type { Ctx } from '../../context.ts';
import { type EntryObject, entryObjects, type ImportObject } from '../../core/imports/fields.ts';
import { removeTouches } from '../touches/remove-touches.ts';
import {
  deleteEntries,
  deleteExternalIds,
  deleteMade,
  deleteRecords,
  type KeptObject,
  keepMade,
  lockEntries,
  selectActivityTouches,
  selectMade,
  selectOwnContacts,
  selectTouched,
  selectUsedAccounts,
  selectUsedContacts,
  selectUsedDeals,
} from './store.ts';

type Made = Awaited<ReturnType<typeof selectMade>>[number];
type Undone = { object: ImportObject; removed: number; kept: number; contactIds: string[] };

/**
 * Removes the next records of one kind that an import made, in the caller's transaction: what belongs to others first. What
 * somebody has changed or used since stays, with why. Gives whose scores it bears on; null where there is nothing more.
 */
export async function removeMade(ctx: Ctx, importId: string, limit: number): Promise<Undone | null> {
  const found = await selectMade(ctx, importId, limit);
  const object = found[0]?.object;
  if (object === undefined) return null;
  const made = found.filter((one) => one.object === object);
  const kept = object === 'touch' ? new Map<string, string>() : await findKept(ctx, importId, object, made);
  const removed = made.filter(({ recordId }) => !kept.has(recordId));
  const ids = removed.map(({ recordId }) => recordId);
  // The record of a stage is its person, whose own ids stay.
  if (object !== 'stage') await deleteExternalIds(ctx, ids);
  const contactIds = await remove(ctx, importId, object, removed, ids);
  await deleteMade(ctx, importId, object, ids);
  await keepMade(ctx, importId, object, kept);
  const stay = object === 'contact' ? [...kept.keys()] : contactIds;
  return { object, removed: removed.length, kept: kept.size, contactIds: stay };
}

const isEntry = (object: ImportObject): object is EntryObject => entryObjects.some((one) => one === object);

/** Says with whom what was removed was. */
async function remove(
  ctx: Ctx,
  importId: string,
  object: ImportObject,
  removed: readonly Made[],
  ids: readonly string[],
): Promise<string[]> {
  if (object === 'touch') {
    const gone = await removeTouches(
      ctx,
      removed.map(({ recordId, at }) => ({ id: recordId, at: at?.getTime() ?? 0 })),
    );
    const identities = gone.map(({ identityId }) => identityId);
    return selectTouched(ctx, importId, [...new Set(identities)]);
  }
  if (!isEntry(object)) {
    await deleteRecords(ctx, object, ids);
    return [];
  }
  const activities = object === 'activity' ? await selectActivityTouches(ctx, ids) : [];
  await deleteEntries(ctx, importId, object, ids);
  await removeTouches(
    ctx,
    activities.map(({ touchId, at }) => ({ id: touchId, at: at.getTime() })),
  );
  const people = object === 'stage' ? ids : activities.map(({ contactId }) => contactId);
  const own = await selectOwnContacts(ctx, importId, people);
  return [...new Set(people)].filter((id) => !own.has(id));
}

async function findKept(
  ctx: Ctx,
  importId: string,
  object: Exclude<ImportObject, 'touch'>,
  made: readonly Made[],
): Promise<Map<string, string>> {
  const ids = made.map(({ recordId }) => recordId);
  const left = new Map(made.map(({ recordId, version }) => [recordId, version]));
  const rows = isEntry(object)
    ? await listEntries(ctx, importId, object, ids)
    : await listUsed(ctx, importId, object, ids);
  return new Map(
    rows.flatMap(({ id, version, why }): [string, string][] => {
      const changed = version === left.get(id) ? null : (changes[object] ?? 'It was changed since.');
      const reason = changed ?? why;
      return reason === null ? [] : [[id, reason]];
    }),
  );
}

const changes: Partial<Record<ImportObject, string>> = {
  stage: 'Its stage has moved since.',
  member: 'Records name this member, or somebody has invited them.',
};

type Used = { id: string; version: number; why: string | null };

const listUsed = (ctx: Ctx, importId: string, object: KeptObject, ids: readonly string[]): Promise<Used[]> =>
  object === 'contact'
    ? selectUsedContacts(ctx, importId, ids)
    : (object === 'deal' ? selectUsedDeals : selectUsedAccounts)(ctx, ids);

/** The stages of people whom the import made go with them. */
async function listEntries(ctx: Ctx, importId: string, object: EntryObject, ids: readonly string[]): Promise<Used[]> {
  const own = object === 'stage' ? await selectOwnContacts(ctx, importId, ids) : new Set<string>();
  const rows = await lockEntries(ctx, object, ids);
  return rows.filter(({ id }) => !own.has(id)).map((row) => ({ ...row, why: null }));
}
