import type { Ctx } from '../../context.ts';
import { isTransaction } from '../../db/database.ts';
import { newId } from '../../db/ids.ts';
import { insertEntries } from './store.ts';

type Values = Record<string, unknown>;

/** `verb` is the noun and what happened to it (`team.edited`); values never include a password, a token or a hash. */
export type Change = {
  verb: string;
  object: string;
  objectId: string | null;
  before?: Values | null;
  after?: Values | null;
};

/**
 * Writes who changed what, in the transaction of the change. Of records that were edited, only the fields that differ are
 * kept, so that an entry reads as what was done.
 */
export const recordChange = (ctx: Ctx, change: Change): Promise<void> => recordChanges(ctx, [change]);

/** As `recordChange`, of many records in one statement: an entry for each. */
export async function recordChanges(ctx: Ctx, changes: readonly Change[]): Promise<void> {
  if (!isTransaction(ctx.db)) throw new Error(`${changes[0]?.verb} must be recorded in the transaction of its change`);
  await insertEntries(
    ctx,
    changes.map(({ verb, object, objectId, before = null, after = null }) => ({
      ...{ id: newId(ctx.now), verb, object, objectId },
      ...(before && after ? keepDifferences(before, after) : { before, after }),
    })),
  );
}

function keepDifferences(before: Values, after: Values): { before: Values; after: Values } {
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  const pick = (values: Values) => Object.fromEntries(changed.map((field) => [field, values[field] ?? null]));
  return { before: pick(before), after: pick(after) };
}
