import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { foldText } from '../../core/text.ts';
import { newId } from '../../db/ids.ts';
import { findCatalogue } from '../agreements/find-catalogue.ts';
import { recordChange } from '../audit/record-change.ts';
import { checkFilter } from './find-filter.ts';
import { readList } from './read-list.ts';
import type { createList as contract, List } from './schema.ts';
import { insertList } from './store.ts';

export async function createList(ctx: Ctx, body: z.output<NonNullable<(typeof contract)['body']>>): Promise<List> {
  return tx(ctx, async (ctx) => {
    const { object, name } = body;
    const condition =
      body.condition === undefined
        ? null
        : await checkFilter(ctx, object, body.condition, await findCatalogue(ctx), '#/condition');
    const id = newId(ctx.now);
    if (!(await insertList(ctx, { id, object, name, nameKey: foldText(name), condition }))) throw refuseName();
    await recordChange(ctx, {
      verb: 'list.created',
      object: 'list',
      objectId: id,
      after: { object, name, condition },
    });
    return readList(ctx, id);
  });
}

/** Conditions name lists: two of one name could not be told apart. */
export function refuseName(): BatonError {
  const detail = 'There is a list of this name. Choose another name.';
  return new BatonError('conflict', 'list.name-taken', detail, { errors: [{ pointer: '#/name', detail }] });
}
