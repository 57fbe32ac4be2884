import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { foldText } from '../../core/text.ts';
import { requireVersion } from '../../core/version.ts';
import { findCatalogue } from '../agreements/find-catalogue.ts';
import { recordChange } from '../audit/record-change.ts';
import { refuseName } from './create-list.ts';
import { checkFilter } from './find-filter.ts';
import { readList } from './read-list.ts';
import type { editList as contract, List } from './schema.ts';
import { findNamesake, lockList, updateList } from './store.ts';

/** Renames a list or changes its condition. One kept by hand stays so, as its entries would be lost. */
export async function editList(
  ctx: Ctx,
  listId: string,
  version: number,
  body: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<List> {
  return tx(ctx, async (ctx) => {
    const row = requireVersion('list', await lockList(ctx, listId), version);
    if (body.condition !== undefined && row.condition === null) {
      const detail = 'This list is kept by hand. Make a new list for a condition.';
      throw new BatonError('conflict', 'list.by-hand', detail, { errors: [{ pointer: '#/condition', detail }] });
    }
    const condition =
      body.condition === undefined
        ? row.condition
        : await checkFilter(ctx, row.object, body.condition, await findCatalogue(ctx), '#/condition');
    const name = body.name ?? row.name;
    const nameKey = foldText(name);
    if (await findNamesake(ctx, row, nameKey)) throw refuseName();
    await updateList(ctx, listId, { name, nameKey, condition });
    await recordChange(ctx, {
      verb: 'list.edited',
      object: 'list',
      objectId: listId,
      before: { name: row.name, condition: row.condition },
      after: { name, condition },
    });
    return readList(ctx, listId);
  });
}
