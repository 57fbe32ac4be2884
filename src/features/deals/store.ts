import { type Insertable, sql, type Updateable } from 'kysely';
import type { Ctx } from '../../context.ts';
import { reachesContact } from '../../db/contact-scope.ts';
import { writesDeal } from '../../db/deal-rows.ts';
import { newId } from '../../db/ids.ts';
import { withinReach } from '../../db/scope.ts';
import type { Tables } from '../../db/tables.ts';

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
export async function saveDealRows(ctx: Ctx, deals: readonly (DealValues & { texts: string })[]): Promise<void> {
  if (deals.length === 0) return;
  const sorted = [...deals].sort((a, b) => (a.id < b.id ? -1 : 1));
  await ctx.db
    .insertInto('deals')
    .values(
      sorted.map(({ fields, texts, ...values }) => ({
        workspaceId: ctx.workspace,
        ...values,
        fields: JSON.stringify(fields),
        texts,
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

const held = [...described, 'closing', 'stageSince', 'deletedAt'] as const;

/** A deal that the caller may write, also one that was removed; others who change it wait until the transaction ends. */
export async function lockDeal(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('deals as d')
    .select(held.map((column) => `d.${column}` as const))
    .where('d.workspaceId', '=', ctx.workspace)
    .where('d.id', '=', id)
    .where(writesDeal(ctx))
    .forNoKeyUpdate()
    .executeTakeFirst();
}
export type HeldDeal = NonNullable<Awaited<ReturnType<typeof lockDeal>>>;

type NewDeal = Omit<Insertable<Tables['deals']>, 'workspaceId' | 'createdAt' | 'updatedAt' | 'deletedAt' | 'version'>;

export async function insertDeal(ctx: Ctx, deal: NewDeal): Promise<void> {
  const made = { deletedAt: null, createdAt: ctx.now, updatedAt: ctx.now };
  await ctx.db
    .insertInto('deals')
    .values({ workspaceId: ctx.workspace, ...deal, ...made })
    .execute();
}

export type DealUpdate = Omit<Updateable<Tables['deals']>, 'workspaceId' | 'id' | 'version' | 'updatedAt'>;

export async function updateDeal(ctx: Ctx, id: string, values: DealUpdate): Promise<void> {
  await ctx.db
    .updateTable('deals')
    .set((eb) => ({ ...values, updatedAt: ctx.now, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

export type StageStep = {
  dealId: string;
  kind: 'opened' | 'moved' | 'won' | 'lost' | 'reopened';
  stage: string;
  memberId: string;
  reason?: string | null;
  note?: string | null;
};

/** Says what happened to a deal now, and who did it. */
export async function insertStep(ctx: Ctx, { memberId, ...step }: StageStep): Promise<void> {
  await ctx.db
    .insertInto('dealStages')
    .values({
      ...{ workspaceId: ctx.workspace, id: newId(ctx.now), at: ctx.now, knownAt: ctx.now },
      ...{ actorKind: 'user' as const, actorId: memberId, reason: null, note: null },
      ...step,
    })
    .execute();
}

/** Who did the last thing to a deal. */
export async function findLastStep(ctx: Ctx, dealId: string) {
  return ctx.db
    .selectFrom('dealStages')
    .select(['actorKind', 'actorId', 'at'])
    .where('workspaceId', '=', ctx.workspace)
    .where('dealId', '=', dealId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export type DealPerson = Awaited<ReturnType<typeof lockPeople>>[number];

/** People who are there, locked in the order of their ids; with whether the caller may know them, and the contact of a handoff. */
export async function lockPeople(ctx: Ctx, ids: readonly string[]) {
  const visible = ctx.reach === 'all' ? ctx : { ...ctx, reach: 'visible' as const };
  return ctx.db
    .selectFrom('contacts as c')
    .select(['c.id', 'c.name', 'c.email', 'c.accountId', 'c.ownerId', 'c.currentStage', 'c.furthestStage'])
    .select(sql<boolean>`${reachesContact(visible)}`.as('isReached'))
    .where('c.workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`c.id = any(${ids}::uuid[])`)
    .where('c.deletedAt', 'is', null)
    .where('c.mergedInto', 'is', null)
    .orderBy('c.id')
    .forNoKeyUpdate()
    .execute();
}

/** Whose a handoff within reach is about; null where there is none. */
export async function findLead(ctx: Ctx, handoffId: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('handoffs as h')
    .select('h.contactId')
    .where('h.workspaceId', '=', ctx.workspace)
    .where('h.id', '=', handoffId)
    .where(withinReach(ctx, sql.ref('h.member_id')))
    .executeTakeFirst();
  return row?.contactId ?? null;
}

/** Whom the handoffs of a deal are about. */
export async function selectLeads(ctx: Ctx, dealId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('handoffs')
    .select('contactId')
    .where('workspaceId', '=', ctx.workspace)
    .where('dealId', '=', dealId)
    .execute();
  return [...new Set(rows.map(({ contactId }) => contactId))].sort();
}

export async function selectLinks(ctx: Ctx, dealId: string): Promise<{ contactId: string; role: string | null }[]> {
  return ctx.db
    .selectFrom('dealContacts')
    .select(['contactId', 'role'])
    .where('workspaceId', '=', ctx.workspace)
    .where('dealId', '=', dealId)
    .orderBy('contactId')
    .execute();
}

/** Puts people on a deal with their parts; who is on it already gets this part. */
export async function putLinks(
  ctx: Ctx,
  dealId: string,
  links: readonly { contactId: string; role: string | null }[],
): Promise<void> {
  if (links.length === 0) return;
  await ctx.db
    .insertInto('dealContacts')
    .values(
      [...links]
        .sort((a, b) => (a.contactId < b.contactId ? -1 : 1))
        .map((link) => ({ workspaceId: ctx.workspace, dealId, ...link })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['workspaceId', 'dealId', 'contactId'])
        .doUpdateSet(({ ref }) => ({ role: ref('excluded.role') })),
    )
    .execute();
}

export async function deleteLink(ctx: Ctx, dealId: string, contactId: string): Promise<void> {
  await ctx.db
    .deleteFrom('dealContacts')
    .where('workspaceId', '=', ctx.workspace)
    .where('dealId', '=', dealId)
    .where('contactId', '=', contactId)
    .execute();
}

/** Of some people those who are on another open deal. */
export async function selectBusy(ctx: Ctx, dealId: string, contactIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ contactId: string }>`
    select distinct l.contact_id
    from deal_contacts l join deals d on d.workspace_id = l.workspace_id and d.id = l.deal_id
    where l.workspace_id = ${ctx.workspace} and l.contact_id = any(${contactIds}::uuid[]) and d.id <> ${dealId}
      and d.won_at is null and d.lost_at is null and d.deleted_at is null and d.kind in ('new', 'expansion')`.execute(
    ctx.db,
  );
  return new Set(rows.map(({ contactId }) => contactId));
}

export async function findPipeline(ctx: Ctx) {
  return ctx.db
    .selectFrom('pipelines')
    .select(['stages', 'lossReasons', 'version'])
    .where('workspaceId', '=', ctx.workspace)
    .executeTakeFirst();
}

type PipelineTexts = { stages: string; lossReasons: string };

/** The pipeline for a change; made first where the workspace still has the one that Baton brings. */
export async function lockPipeline(ctx: Ctx, initial: PipelineTexts) {
  await ctx.db
    .insertInto('pipelines')
    .values({ workspaceId: ctx.workspace, ...initial, updatedAt: ctx.now })
    .onConflict((conflict) => conflict.column('workspaceId').doNothing())
    .execute();
  return ctx.db
    .selectFrom('pipelines')
    .select(['stages', 'lossReasons', 'version'])
    .where('workspaceId', '=', ctx.workspace)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function updatePipeline(ctx: Ctx, values: PipelineTexts): Promise<void> {
  await ctx.db
    .updateTable('pipelines')
    .set((eb) => ({ ...values, updatedAt: ctx.now, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .execute();
}

/** How many open deals stand at each of some stages. */
export async function countAt(ctx: Ctx, stages: readonly string[]): Promise<{ stage: string; count: number }[]> {
  const { rows } = await sql<{ stage: string; count: number }>`
    select stage, count(*)::integer as count from deals
    where workspace_id = ${ctx.workspace} and stage = any(${stages}::text[])
      and won_at is null and lost_at is null and deleted_at is null
    group by stage order by stage`.execute(ctx.db);
  return rows;
}

/** Deals whose amount waits for a rate of these currencies, locked in the order of their ids. */
export async function lockUnconverted(ctx: Ctx, currencies: readonly string[], most: number) {
  const { rows } = await sql<{
    id: string;
    amount: number;
    currency: string;
    wonAt: Date | null;
    lostAt: Date | null;
  }>`
    select id, amount, currency, won_at, lost_at from deals
    where workspace_id = ${ctx.workspace} and currency = any(${currencies}::text[]) and amount is not null
      and base_amount is null and deleted_at is null
    order by id limit ${most} for no key update`.execute(ctx.db);
  return rows;
}

export async function updateBases(ctx: Ctx, bases: readonly { id: string; base: number }[]): Promise<void> {
  await sql`
    update deals d set base_amount = given.base, updated_at = ${ctx.now}, version = d.version + 1
    from unnest(${bases.map(({ id }) => id)}::uuid[], ${bases.map(({ base }) => base)}::bigint[]) as given (id, base)
    where d.workspace_id = ${ctx.workspace} and d.id = given.id`.execute(ctx.db);
}

/** How many open deals a member owns or found. */
export async function countHeld(ctx: Ctx, memberId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from deals
    where workspace_id = ${ctx.workspace} and (owner_id = ${memberId} or sdr_id = ${memberId})
      and won_at is null and lost_at is null and deleted_at is null`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** Gives the open deals of a member to another one. */
export async function moveHeld(ctx: Ctx, fromId: string, toId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update deals set
      owner_id = case when owner_id = ${fromId} then ${toId}::uuid else owner_id end,
      sdr_id = case when sdr_id = ${fromId} then ${toId}::uuid else sdr_id end,
      updated_at = ${ctx.now}, version = version + 1
    where workspace_id = ${ctx.workspace} and (owner_id = ${fromId} or sdr_id = ${fromId})
      and won_at is null and lost_at is null and deleted_at is null
    returning id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
