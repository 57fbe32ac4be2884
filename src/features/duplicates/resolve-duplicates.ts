import type { Ctx } from '../../context.ts';
import { newId } from '../../db/ids.ts';
import type { MergeObject } from '../../db/merge-tables.ts';
import { deleteOpen, insertPairs, selectOpenOf, updatePairs } from './store.ts';

type Pair = { readonly keepId: string; readonly dropId: string };

const inOrder = ({ keepId, dropId }: Pair) =>
  keepId < dropId ? { firstId: keepId, secondId: dropId } : { firstId: dropId, secondId: keepId };

/**
 * Settles pairs whose records became one, and has survivors take the place of merged records in the pairs that are open still.
 *
 * @returns the pairs that began so, by merged record
 */
export async function resolveDuplicates(
  ctx: Ctx,
  object: MergeObject,
  pairs: readonly Pair[],
  memberId: string | null,
): Promise<Map<string, string[]>> {
  await updatePairs(ctx, object, pairs.map(inOrder), { status: 'merged', from: ['open', 'dismissed'], who: memberId });
  const keeps = new Map(pairs.map(({ keepId, dropId }) => [dropId, keepId]));
  const open = await selectOpenOf(ctx, object, [...keeps.keys()]);
  const began = new Map<string, string[]>();
  const rows = open.flatMap(({ firstId, secondId, score, reasons, foundBy }) => {
    const [a, b] = [keeps.get(firstId) ?? firstId, keeps.get(secondId) ?? secondId];
    if (a === b) return [];
    const id = newId(ctx.now);
    const dropId = keeps.has(firstId) ? firstId : secondId;
    began.set(dropId, [...(began.get(dropId) ?? []), id]);
    return [{ id, score, reasons, foundBy, ...(a < b ? { firstId: a, secondId: b } : { firstId: b, secondId: a }) }];
  });
  const unique = [...new Map(rows.map((row) => [`${row.firstId} ${row.secondId}`, row])).values()];
  const made = new Set(await insertPairs(ctx, object, unique));
  return new Map([...began].map(([dropId, ids]) => [dropId, ids.filter((id) => made.has(id))]));
}

/** The other way round, when a merge is undone: the pair is open again. */
export async function reopenDuplicates(
  ctx: Ctx,
  object: MergeObject,
  pair: Pair,
  began: readonly string[],
): Promise<void> {
  await updatePairs(ctx, object, [inOrder(pair)], { status: 'open', from: ['merged'], who: null });
  if (began.length > 0) await deleteOpen(ctx, began);
}
