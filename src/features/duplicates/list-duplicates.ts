import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { Id } from '../../core/wire.ts';
import type { listDuplicates as contract, Duplicate } from './schema.ts';
import { type PairRow, selectPairs } from './store.ts';

const Place = z.tuple([z.number(), Id]);

/** Pairs within reach that may be the same, the likeliest first. */
export async function listDuplicates(
  ctx: Ctx,
  { object, status, cursor, limit }: z.output<NonNullable<(typeof contract)['query']>>,
) {
  const after = cursor === undefined ? null : decodeCursor(Place, cursor);
  const rows = await selectPairs(ctx, object, { status }, { after, limit: limit + 1 });
  return toPage(rows, limit, ({ score, id }) => [score, id], toDuplicate);
}

export function toDuplicate(row: PairRow): Duplicate {
  const { id, object, score, reasons, foundBy, foundAt, status } = row;
  return {
    ...{ id, object, score, foundBy, status },
    reasons: [...reasons],
    foundAt: foundAt.toISOString(),
    records: [
      { id: row.firstId, name: row.firstLabel, detail: row.firstDetail, version: row.firstVersion },
      { id: row.secondId, name: row.secondLabel, detail: row.secondDetail, version: row.secondVersion },
    ],
  };
}
