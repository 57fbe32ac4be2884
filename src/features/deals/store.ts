import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';

const described = [
  'id',
  'accountId',
  'name',
  'kind',
  'stage',
  'amount',
  'currency',
  'baseAmount',
  'expectedClose',
  'openedAt',
  'wonAt',
  'lostAt',
  'lossReason',
  'ownerId',
  'sdrId',
  'fields',
  'version',
] as const;

/** Deals by their ids; locked until the transaction ends. */
export async function lockDeals(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('deals')
    .select(described)
    .where('workspaceId', '=', ctx.workspace)
    .where('deletedAt', 'is', null)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
}

export type DealValues = Awaited<ReturnType<typeof lockDeals>>[number];

/** Writes deals whole: new ones are made, others get these values. */
export async function saveDealRows(
  ctx: Ctx,
  deals: readonly (DealValues & { texts: Record<string, unknown> })[],
): Promise<void> {
  if (deals.length === 0) return;
  const sorted = [...deals].sort((a, b) => (a.id < b.id ? -1 : 1));
  await ctx.db
    .insertInto('deals')
    .values(
      sorted.map(({ fields, texts, ...values }) => ({
        workspaceId: ctx.workspace,
        ...values,
        fields: JSON.stringify(fields),
        texts: JSON.stringify(texts),
        deletedAt: null,
        createdAt: ctx.now,
        updatedAt: ctx.now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'id']).doUpdateSet(({ ref }) => ({
        accountId: ref('excluded.accountId'),
        name: ref('excluded.name'),
        stage: ref('excluded.stage'),
        amount: ref('excluded.amount'),
        baseAmount: ref('excluded.baseAmount'),
        expectedClose: ref('excluded.expectedClose'),
        openedAt: ref('excluded.openedAt'),
        wonAt: ref('excluded.wonAt'),
        lostAt: ref('excluded.lostAt'),
        lossReason: ref('excluded.lossReason'),
        ownerId: ref('excluded.ownerId'),
        sdrId: ref('excluded.sdrId'),
        fields: ref('excluded.fields'),
        texts: ref('excluded.texts'),
        updatedAt: ref('excluded.updatedAt'),
        version: ref('excluded.version'),
      })),
    )
    .execute();
}

/** Says of deals whom they are with. */
export async function insertDealContacts(
  ctx: Ctx,
  links: readonly { dealId: string; contactId: string }[],
): Promise<void> {
  if (links.length === 0) return;
  await ctx.db
    .insertInto('dealContacts')
    .values(
      [...links]
        .sort((a, b) => (a.dealId + a.contactId < b.dealId + b.contactId ? -1 : 1))
        .map((link) => ({ workspaceId: ctx.workspace, ...link, role: null })),
    )
    .onConflict((conflict) => conflict.columns(['workspaceId', 'dealId', 'contactId']).doNothing())
    .execute();
}

export type DealStage = { id: string; dealId: string; stage: string; at: Date; actorId: string };

/** Says which stages deals came to, as an import tells it. */
export async function insertDealStages(ctx: Ctx, stages: readonly DealStage[]): Promise<void> {
  await sql`
    insert into deal_stages (workspace_id, id, deal_id, stage, at, known_at, actor_kind, actor_id)
    select ${ctx.workspace}::uuid, id, deal_id, stage, at, ${ctx.now}::timestamptz, 'import', actor_id
    from unnest(
      ${stages.map(({ id }) => id)}::uuid[], ${stages.map(({ dealId }) => dealId)}::uuid[],
      ${stages.map(({ stage }) => stage)}::text[], ${stages.map(({ at }) => at)}::timestamptz[],
      ${stages.map(({ actorId }) => actorId)}::text[]
    ) as given (id, deal_id, stage, at, actor_id)`.execute(ctx.db);
}
