import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { findAccountRow } from '../../db/account-rows.ts';
import { findContactRow } from '../../db/contact-rows.ts';
import type { MergeObject } from '../../db/merge-tables.ts';
import type { Merge } from './schema.ts';
import { type MergeRow, selectMerges } from './store.ts';

/** A merge can be undone for so long. */
const undoDays = 30;
/** The latest merges of a record; nobody has more that can still be undone. */
const mostMerges = 100;

/** Until when a merge can be undone. */
export const undoUntil = (mergedAt: Date): Date => new Date(mergedAt.getTime() + undoDays * 86_400_000);

/** What was merged into one record within reach. */
export async function listMerges(ctx: Ctx, object: MergeObject, recordId: string): Promise<{ data: Merge[] }> {
  const find = object === 'contact' ? findContactRow : findAccountRow;
  requireFound(object, await find(ctx, recordId, null));
  return { data: (await selectMerges(ctx, { survivorId: recordId }, mostMerges)).map((row) => toMerge(ctx, row)) };
}

/** One merge by its id. */
export async function readMerge(ctx: Ctx, id: string): Promise<Merge> {
  const [row] = await selectMerges(ctx, { id }, 1);
  return toMerge(ctx, requireFound('merge', row));
}

function toMerge(ctx: Ctx, row: MergeRow): Merge {
  const { id, object, cause, why, changes, moved, mergedAt, undoneAt, kept } = row;
  const named = (memberId: string | null, name: string | null) =>
    memberId === null ? null : { id: memberId, name: name ?? '' };
  const until = undoUntil(mergedAt);
  const { rows, lists, deals, handoffs } = moved;
  const counts = Object.entries(rows).map(([kind, keys]): [string, number] => [kind, keys.length]);
  const others = Object.entries({ lists, deals, handoffs }).map(([kind, list]): [string, number] => [
    kind,
    list.length,
  ]);
  return {
    ...{ id, object, cause, why },
    survivor: { id: row.survivorId, name: row.survivorName },
    merged: { id: row.mergedId, name: row.mergedName },
    by: named(row.mergedBy, row.memberName),
    at: mergedAt.toISOString(),
    changes: changes.map(({ field, before = null, after, why }) => ({ field, before, after, why })),
    moved: Object.fromEntries(
      [...others, ...counts]
        .filter(([, count]) => count > 0)
        .reduce((sums, [kind, count]) => sums.set(kind, (sums.get(kind) ?? 0) + count), new Map<string, number>()),
    ),
    undone:
      undoneAt === null
        ? null
        : {
            at: undoneAt.toISOString(),
            by: named(row.undoneBy, row.undoerName),
            changedSince: kept?.fields ?? [],
            notes: kept?.notes ?? [],
          },
    undoUntil: undoneAt === null && ctx.now <= until ? until.toISOString() : null,
  };
}
