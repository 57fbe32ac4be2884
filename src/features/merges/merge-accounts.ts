import { type Ctx, tx } from '../../context.ts';
import { applyMerge, type MergeRefusal } from '../../core/identity/merge.ts';
import { findAccounts } from '../accounts/find-accounts.ts';
import { saveAccounts } from '../accounts/save-accounts.ts';
import { resolveDuplicates } from '../duplicates/resolve-duplicates.ts';
import { loadLinks, planRecords, toldName, toMergeRecord, withFields } from './plan-merge.ts';
import { newMergeId, nothingMoved, saveMerges } from './save-merges.ts';
import { markMerged, moveEntries, moveRows, type Pair } from './store.ts';

/** Merges one company into another: its people, domains and deals go with it. Gives the id of the merge, or why not. */
export async function mergeAccounts(
  ctx: Ctx,
  { keepId, dropId }: Pair,
  by: { why: string; memberId: string | null },
): Promise<string | MergeRefusal> {
  return tx(ctx, async (ctx) => {
    const pair = { keepId, dropId };
    const rows = await findAccounts(ctx, { ids: [keepId, dropId], domains: [], companyKeys: [] });
    const [keep, drop] = [keepId, dropId].map((id) => rows.find((row) => row.id === id));
    const links = await loadLinks(ctx, 'account', [keepId, dropId]);
    const [ours, theirs] = [links.get(keepId), links.get(dropId)];
    if (!(keep && drop && ours && theirs)) throw new Error('A company that is merged was not found.');
    const record = toMergeRecord('account', keep, ours);
    const plan = planRecords('account', record, toMergeRecord('account', drop, theirs), false);
    if (plan.refused !== null) return plan;
    const merged = applyMerge(plan, record);
    const { domains: _, ...before } = keep;
    const told = Object.fromEntries(
      plan.changes.map(({ field }) => [toldName('account', field), keep.toldAt[toldName('account', field)] ?? null]),
    );
    const heard = Object.keys(told).flatMap((name) =>
      drop.toldAt[name] === undefined ? [] : [[name, drop.toldAt[name]]],
    );
    const changed = Object.fromEntries(plan.changes.map(({ field }) => [field, merged[field]]));
    const after = {
      ...withFields(before, changed),
      toldAt: { ...before.toldAt, ...Object.fromEntries(heard) },
    };
    const moved = (await moveRows(ctx, 'account', [pair])).get(dropId) ?? {};
    const lists = (await moveEntries(ctx, 'lists', [pair])).get(dropId) ?? [];
    const duplicates = (await resolveDuplicates(ctx, 'account', [pair], by.memberId)).get(dropId) ?? [];
    await saveAccounts(ctx, [{ before, after }]);
    await markMerged(ctx, 'account', [{ ...pair, wakes: false }]);
    const id = newMergeId(ctx);
    const one = {
      ...{ id, ...pair, why: by.why, changes: plan.changes },
      moved: { ...nothingMoved(), rows: moved, lists, told, duplicates },
    };
    await saveMerges(ctx, 'account', [one], { cause: 'member', memberId: by.memberId });
    return id;
  });
}
