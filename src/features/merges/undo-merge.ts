import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { undoMerge as takeBack } from '../../core/identity/merge.ts';
import { compensateMove } from '../../core/lifecycle/compensate-move.ts';
import type { StageActor } from '../../core/lifecycle/stage-events.ts';
import { requireFound } from '../../core/version.ts';
import type { KeptByUndo, MergeObject, Moved } from '../../db/merge-tables.ts';
import { findAccounts } from '../accounts/find-accounts.ts';
import { saveAccounts } from '../accounts/save-accounts.ts';
import { recordChange } from '../audit/record-change.ts';
import { reopenClocks } from '../clocks/reopen-clocks.ts';
import { findContacts } from '../contacts/find-contacts.ts';
import { loadStageEvents } from '../contacts/load-stage-events.ts';
import { recordStageEvents } from '../contacts/record-stage-events.ts';
import { saveContacts } from '../contacts/save-contacts.ts';
import { splitPeople } from '../contacts/split-people.ts';
import { reopenDuplicates } from '../duplicates/resolve-duplicates.ts';
import { reopenHandoffs } from '../handoffs/reopen-handoffs.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { readMerge, undoUntil } from './list-merges.ts';
import { loadLinks, toldName, toMergeRecord, type Values, withFields } from './plan-merge.ts';
import type { Merge } from './schema.ts';
import {
  deleteConsents,
  lockMerge,
  lockRecords,
  markSeparate,
  type Pair,
  returnEntries,
  returnRows,
  selectQualifications,
  updateMerge,
  updateQualifications,
} from './store.ts';

/**
 * Takes a merge back within 30 days: exactly what moved goes back, what ended because of it goes on where it still may, and what
 * somebody has changed since stays and is named. Touches go with their identities, those that came since included.
 */
export async function undoMerge(ctx: Ctx, mergeId: string): Promise<Merge> {
  return tx(ctx, async (ctx) => {
    const merge = requireFound('merge', await lockMerge(ctx, mergeId));
    const { object, survivorId: keepId, mergedId: dropId, moved, mergedAt } = merge;
    const locked = await lockRecords(ctx, object, [keepId, dropId]);
    const survivor = requireFound(
      'merge',
      locked.find(({ id }) => id === keepId),
    );
    refuseUndo(ctx, merge, survivor);
    const memberId = await findResponsibleMember(ctx);
    const pair = { keepId, dropId };
    const kept: KeptByUndo = { fields: [], notes: [] };
    kept.fields = await restoreFields(ctx, object, pair, merge.changes, moved);
    if (object === 'contact') {
      await deleteConsents(ctx, moved.consents);
      const actor =
        memberId === null ? ({ kind: 'rule', id: 'merge' } as const) : ({ kind: 'user', id: memberId } as const);
      kept.notes.push(...(await restoreStages(ctx, pair, moved, mergedAt, actor)));
      const ended = await reopenHandoffs(ctx, dropId, moved, mergedAt);
      kept.notes.push(...ended.map(() => stillEnded));
      await returnEntries(ctx, 'deals', pair, moved.deals);
    }
    await returnRows(ctx, object, pair, moved.rows);
    await returnEntries(ctx, 'lists', pair, moved.lists);
    await reopenDuplicates(ctx, object, pair, moved.duplicates);
    const created = merge.changes.find(({ field }) => field === 'createdAt')?.before;
    if (object === 'contact') await splitPeople(ctx, pair);
    await markSeparate(ctx, object, pair, typeof created === 'string' ? new Date(created) : null);
    await updateMerge(ctx, mergeId, { undoneAt: ctx.now, undoneBy: memberId, kept: JSON.stringify(kept) });
    await recordChange(ctx, {
      verb: `${object}.separated`,
      object,
      objectId: keepId,
      after: { merged: dropId, mergeId, ...kept },
    });
    await judgeEdited(ctx, object, [keepId, dropId]);
    return readMerge(ctx, mergeId);
  });
}

const stillEnded =
  'A handoff that ended with the merge stays cancelled: this person has another one by now, or its rep is no longer active.';

function refuseUndo(
  ctx: Ctx,
  merge: { undoneAt: Date | null; mergedAt: Date },
  survivor: { mergedInto: string | null },
): void {
  if (merge.undoneAt !== null) {
    throw new BatonError('conflict', 'merge.undone', 'This merge was undone already.');
  }
  if (ctx.now > undoUntil(merge.mergedAt)) {
    throw new BatonError('conflict', 'merge.too-late', 'This merge is older than 30 days and can no longer be undone.');
  }
  if (survivor.mergedInto !== null) {
    const detail = 'The record that stayed was merged into another one since. Undo that merge first.';
    throw new BatonError('conflict', 'merge.survivor-merged', detail);
  }
}

/** Gives the survivor the values that it had, and names the fields that keep what was written since. */
async function restoreFields(
  ctx: Ctx,
  object: MergeObject,
  { keepId }: Pair,
  changes: Parameters<typeof takeBack>[0]['changes'],
  { told }: Moved,
): Promise<string[]> {
  const links = (await loadLinks(ctx, object, [keepId])).get(keepId) ?? { externalIds: {}, userId: null };
  const plan = { refused: null, survivorId: keepId, merged: { id: keepId }, changes } as const;
  const restore = <V extends Values>(values: V): { after: V; changedSince: string[] } => {
    const { survivor, changedSince } = takeBack(plan, toMergeRecord(object, values, links));
    const back = changes.filter(({ field }) => !changedSince.includes(field)).map(({ field }) => field);
    const toldAt = new Map(Object.entries(values.toldAt));
    for (const name of back.map((field) => toldName(object, field))) {
      const at = told[name] ?? null;
      if (at === null) toldAt.delete(name);
      else toldAt.set(name, at);
    }
    const fields = Object.fromEntries(back.map((field) => [field, survivor[field]]));
    return { after: { ...withFields(values, fields), toldAt: Object.fromEntries(toldAt) }, changedSince };
  };
  if (object === 'contact') {
    const [before] = (await findContacts(ctx, [keepId], [])).contacts;
    if (before === undefined) return [];
    const { after, changedSince } = restore(before);
    await saveContacts(ctx, [{ before, after }]);
    return changedSince;
  }
  const [row] = await findAccounts(ctx, { ids: [keepId], domains: [], companyKeys: [] });
  if (row === undefined) return [];
  const { domains: _, ...before } = row;
  const { after, changedSince } = restore(before);
  await saveAccounts(ctx, [{ before, after }]);
  return changedSince;
}

/** Takes the moves of the merge back, unless others were built upon them; then the survivor keeps the qualification, too. */
async function restoreStages(
  ctx: Ctx,
  { keepId, dropId }: Pair,
  { moves, qualifications, withdrawn }: Moved,
  since: Date,
  actor: StageActor,
): Promise<string[]> {
  const events = [...((await loadStageEvents(ctx, [keepId])).get(keepId) ?? [])];
  const before = events.length;
  let stands = false;
  for (const move of moves.toReversed()) {
    const undone = compensateMove({ events, mergedInto: null }, move, actor, ctx.now.getTime(), 'merge-undone');
    if (undone.ok) events.push(undone.event);
    else stands = true;
  }
  await recordStageEvents(
    ctx,
    events.slice(before).map((event) => ({ contactId: keepId, event })),
  );
  const rows = await selectQualifications(ctx, [keepId, dropId]);
  const changed = rows.flatMap((row) => {
    const came = stands ? undefined : qualifications.find(({ id }) => id === row.id);
    const waited = withdrawn.find(({ id }) => id === row.id);
    const isLeft = waited !== undefined && (row.status === 'withdrawn' || row.status === 'handed-over');
    if (came !== undefined) return [{ ...row, contactId: dropId, cycle: came.cycle }];
    return isLeft ? [{ ...row, status: waited.status }] : [];
  });
  await updateQualifications(ctx, changed);
  const again = withdrawn.filter(({ id }) => changed.some((row) => row.id === id));
  await reopenClocks(
    ctx,
    again.flatMap(({ clocks }) => clocks),
    since,
  );
  return stands ? ['The lead stage stays: it has moved on since the merge.'] : [];
}
