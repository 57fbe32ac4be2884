import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import type { changeEntries as contract } from './schema.ts';
import { deleteEntries, findReached, insertEntries, lockList } from './store.ts';

type Entries = z.output<NonNullable<(typeof contract)['body']>>;

/** Puts records on a list kept by hand and takes others off; those out of reach are left as they are. */
export async function changeEntries(
  ctx: Ctx,
  listId: string,
  entries: Entries,
): Promise<{ added: number; removed: number }> {
  const { added, removed } = await moveEntries(ctx, listId, entries);
  return { added: added.length, removed: removed.length };
}

/** As `changeEntries`, and says which records were really added and taken off. */
export async function moveEntries(
  ctx: Ctx,
  listId: string,
  { add, remove }: Entries,
): Promise<{ added: string[]; removed: string[] }> {
  return tx(ctx, async (ctx) => {
    const { object, condition } = requireFound('list', await lockList(ctx, listId));
    if (condition !== null) {
      throw new BatonError(
        'conflict',
        'list.by-condition',
        'Who is on this list follows from its condition. Change the condition, or make a list by hand.',
      );
    }
    const reached = new Set(await findReached(ctx, object, [...new Set([...add, ...remove])]));
    const within = (ids: readonly string[]) => [...new Set(ids)].filter((id) => reached.has(id)).sort();
    const removed = await deleteEntries(ctx, listId, within(remove));
    const added = await insertEntries(ctx, listId, within(add));
    await judgeEdited(ctx, object, [...new Set([...added, ...removed])]);
    if (added.length + removed.length > 0) {
      await recordChange(ctx, { verb: 'list.filled', object: 'list', objectId: listId, after: { added, removed } });
    }
    return { added, removed };
  });
}
