import type { Ctx } from '../../context.ts';
import { newId } from '../../db/ids.ts';
import type { DuplicateOrigin, MergeObject } from '../../db/merge-tables.ts';
import { insertPairs } from './store.ts';

/** Two records that may be the same, in any order. */
export type FoundPair = {
  object: MergeObject;
  ids: readonly [string, string];
  /** 0 to 1. */
  score: number;
  /** Sentences that somebody can judge it by. */
  reasons: readonly string[];
  foundBy: DuplicateOrigin;
};

/**
 * Puts pairs into the queue of duplicates, in the caller's transaction, in one statement for each kind of record. A pair is in it
 * once, whoever finds it and however often; one that somebody dismissed stays dismissed.
 *
 * @returns the ids of those that are new
 */
export async function noteDuplicates(ctx: Ctx, pairs: readonly FoundPair[]): Promise<string[]> {
  const made: string[] = [];
  for (const object of ['contact', 'account'] as const) {
    const rows = new Map(
      pairs
        .filter((pair) => pair.object === object && pair.ids[0] !== pair.ids[1])
        .map(({ score, reasons, foundBy, ids: [a, b] }) => {
          const [firstId, secondId] = a < b ? [a, b] : [b, a];
          return [
            `${firstId} ${secondId}`,
            { id: newId(ctx.now), firstId, secondId, score, reasons, foundBy },
          ] as const;
        }),
    );
    made.push(...(await insertPairs(ctx, object, [...rows.values()])));
  }
  return made;
}
