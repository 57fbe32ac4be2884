import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { findListRow } from './store.ts';

/** Throws unless there is such a list, of that kind and kept by hand. */
export async function checkHandList(ctx: Ctx, object: 'contact' | 'account', listId: string): Promise<void> {
  const row = await findListRow(ctx, listId);
  const { condition } = requireFound('list', row?.object === object ? row : undefined);
  if (condition === null) return;
  throw new BatonError(
    'conflict',
    'list.by-condition',
    'Who is on this list follows from its condition. Change the condition, or make a list by hand.',
  );
}
