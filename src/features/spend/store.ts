import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import { upsertWhole } from '../../db/upsert-whole.ts';

const described = [
  'id',
  'day',
  'channel',
  'source',
  'medium',
  'campaign',
  'content',
  'amount',
  'currency',
  'baseAmount',
  'createdAt',
  'version',
] as const;

/** Spend by its ids; locked until the transaction ends. */
export async function lockSpend(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('spend')
    .select(described)
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
}

export type SpendValues = Awaited<ReturnType<typeof lockSpend>>[number];

/** Writes spend whole: new rows are made, others get these values. */
export async function saveSpendRows(ctx: Ctx, rows: readonly SpendValues[]): Promise<void> {
  if (rows.length === 0) return;
  const words = { channel: 'text', source: 'text', medium: 'text', campaign: 'text', content: 'text' } as const;
  const amounts = { amount: 'bigint', currency: 'text', baseAmount: 'bigint' } as const;
  const columns = {
    id: 'uuid',
    day: 'date',
    ...words,
    ...amounts,
    createdAt: 'timestamptz',
    version: 'integer',
  } as const;
  await upsertWhole(ctx, 'spend', columns, rows);
}
