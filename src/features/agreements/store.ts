import { type Expression, type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Party } from '../../core/agreement/version-life.ts';
import type { Database } from '../../db/database.ts';
import type { Tables } from '../../db/tables.ts';

/** A version that is or was in force, without its text. */
export type InForceRow = { id: string; number: number; name: string; hash: string; inForceFrom: Date };

/**
 * The version in force at an instant. One that is signed is in force from its instant on, also in the moment before the
 * loop has written that down; of an instant to come it is said as it is agreed now.
 */
export async function findInForce(ctx: Ctx, at: Date): Promise<InForceRow | undefined> {
  return binding(ctx)
    .where(
      sql<boolean>`coalesce(in_force_from, effective_at) <= ${at} and (in_force_to is null or in_force_to > ${at})`,
    )
    .orderBy(sql`coalesce(in_force_from, effective_at)`, 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** A version that is or was in force. */
export async function findOnceInForce(ctx: Ctx, versionId: string): Promise<InForceRow | undefined> {
  return binding(ctx)
    .where('id', '=', versionId)
    .where(sql<boolean>`coalesce(in_force_from, effective_at) <= ${ctx.now}`)
    .executeTakeFirst();
}

const binding = (ctx: Ctx) =>
  ctx.db
    .selectFrom('agreementVersions')
    .select(['id', 'number', 'name'])
    .select([
      // Both stand in every row that was signed.
      sql<string>`hash`.as('hash'),
      sql<Date>`coalesce(in_force_from, effective_at)`.as('inForceFrom'),
    ])
    .where('workspaceId', '=', ctx.workspace)
    .where('status', 'in', ['signed', 'in-force', 'superseded']);

/** The text that was signed. */
export async function findCanonical(ctx: Ctx, versionId: string): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('agreementVersions')
    .select('canonical')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', versionId)
    .executeTakeFirst();
  return row?.canonical ?? undefined;
}

/** The numbers of versions beyond a draft whose text names a field, the newest first. */
export async function listMentions(ctx: Ctx, field: string): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('agreementVersions')
    .select('number')
    .where('workspaceId', '=', ctx.workspace)
    .where('status', '!=', 'draft')
    .where(sql<boolean>`strpos(canonical, ${JSON.stringify(field)}) > 0`)
    .orderBy('number', 'desc')
    .execute();
  return rows.map(({ number }) => number);
}

export type VersionRow = Selectable<Tables['agreementVersions']>;

/** One version, kept as it is until the transaction ends. */
export async function lockVersionRow(ctx: Ctx, versionId: string): Promise<VersionRow | undefined> {
  return ctx.db
    .selectFrom('agreementVersions')
    .selectAll()
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', versionId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

const selectVersions = (ctx: Ctx) =>
  ctx.db
    .selectFrom('agreementVersions as v')
    .selectAll('v')
    .select([
      nameOf(sql.ref('v.proposed_by')).as('proposedByName'),
      nameOf(sql.ref('v.returned_by')).as('returnedByName'),
      nameOf(sql.ref('v.created_by')).as('createdByName'),
    ])
    .where('v.workspaceId', '=', ctx.workspace);

const nameOf = (id: Expression<unknown>) =>
  sql<string | null>`(select m.name from members m where m.workspace_id = v.workspace_id and m.id = ${id})`;

export type NamedVersion = NonNullable<Awaited<ReturnType<typeof findVersion>>>;

export async function findVersion(ctx: Ctx, versionId: string) {
  return selectVersions(ctx).where('v.id', '=', versionId).executeTakeFirst();
}

/** Versions that came into force before one of a number, the newest first. */
export async function listEarlierInForce(ctx: Ctx, before: number, limit: number): Promise<NamedVersion[]> {
  return selectVersions(ctx)
    .where('v.number', '<', before)
    .where('v.inForceFrom', 'is not', null)
    .orderBy('v.inForceFrom', 'desc')
    .limit(limit)
    .execute();
}

/** Versions by number, the newest first. */
export async function listVersionRows(ctx: Ctx, before: number | null, limit: number): Promise<NamedVersion[]> {
  let query = selectVersions(ctx).orderBy('v.number', 'desc').limit(limit);
  if (before !== null) query = query.where('v.number', '<', before);
  return query.execute();
}

export type VersionText = { source: string; name: string; canonical: string | null; hash: string | null };

/** Gives the new draft its number. Needs the lock of agreements. */
export async function insertDraft(ctx: Ctx, id: string, createdBy: string, text: VersionText): Promise<number> {
  const { number } = await ctx.db
    .insertInto('agreementVersions')
    .values((eb) => ({
      workspaceId: ctx.workspace,
      id,
      number: eb
        .selectFrom('agreementVersions')
        .select(sql<number>`coalesce(max(number), 0) + 1`.as('number'))
        .where('workspaceId', '=', ctx.workspace),
      status: 'draft' as const,
      ...text,
      createdBy,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    }))
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

export async function updateVersion(
  ctx: Ctx,
  versionId: string,
  values: Updateable<Tables['agreementVersions']>,
): Promise<void> {
  await ctx.db
    .updateTable('agreementVersions')
    .set((eb) => ({ ...values, updatedAt: ctx.now, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', versionId)
    .execute();
}

/** What stands between a draft and its proposal: one is proposed, or signed and not yet in force. */
export async function findOpenProposal(ctx: Ctx) {
  return ctx.db
    .selectFrom('agreementVersions')
    .select(['id', 'number', 'status', 'effectiveAt', 'proposedFor'])
    .where('workspaceId', '=', ctx.workspace)
    .where('status', 'in', ['proposed', 'signed'])
    .executeTakeFirst();
}

/** The signed version whose instant has come. */
export async function findDue(ctx: Ctx) {
  return ctx.db
    .selectFrom('agreementVersions')
    .select(['id', 'number', 'name', 'effectiveAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where('status', '=', 'signed')
    .where('effectiveAt', '<=', ctx.now)
    .executeTakeFirst();
}

export async function findCurrent(ctx: Ctx) {
  return ctx.db
    .selectFrom('agreementVersions')
    .select(['id', 'number', 'source'])
    .where('workspaceId', '=', ctx.workspace)
    .where('status', '=', 'in-force')
    .executeTakeFirst();
}

/** Workspaces in which a signed version waits to come into force, of all that there are. */
export async function listDueWorkspaces(db: Database, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('agreementVersions')
    .select('workspaceId')
    .distinct()
    .where('status', '=', 'signed')
    .where('effectiveAt', '<=', now)
    .orderBy('workspaceId')
    .execute();
  return rows.map(({ workspaceId }) => workspaceId);
}

export type SignatureRow = Awaited<ReturnType<typeof listSignatures>>[number];

export async function listSignatures(ctx: Ctx, versionId: string) {
  return ctx.db
    .selectFrom('signatures as s')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 's.workspaceId').onRef('m.id', '=', 's.memberId'),
    )
    .select(['s.party', 's.memberId', 'm.name', 's.asDeputy', 's.hash', 's.proposal'])
    .select(['s.effectiveAt', 's.waveSize', 's.signedAt'])
    .where('s.workspaceId', '=', ctx.workspace)
    .where('s.versionId', '=', versionId)
    .orderBy('s.proposal')
    .orderBy('s.signedAt')
    .orderBy('s.party')
    .execute();
}

export async function insertSignature(
  ctx: Ctx,
  row: Omit<Insertable<Tables['signatures']>, 'workspaceId' | 'signedAt'>,
): Promise<void> {
  await ctx.db
    .insertInto('signatures')
    .values({ workspaceId: ctx.workspace, ...row, signedAt: ctx.now })
    .execute();
}

/** When the member acknowledged the version: now, or the first time. */
export async function insertAcknowledgement(
  ctx: Ctx,
  versionId: string,
  memberId: string,
): Promise<{ isNew: boolean; at: Date }> {
  const made = await ctx.db
    .insertInto('acknowledgements')
    .values({ workspaceId: ctx.workspace, versionId, memberId, acknowledgedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('acknowledgedAt')
    .executeTakeFirst();
  if (made) return { isNew: true, at: made.acknowledgedAt };
  return { isNew: false, at: (await findAcknowledgement(ctx, versionId, memberId)) ?? ctx.now };
}

export async function findAcknowledgement(ctx: Ctx, versionId: string, memberId: string): Promise<Date | null> {
  const row = await ctx.db
    .selectFrom('acknowledgements')
    .select('acknowledgedAt')
    .where('workspaceId', '=', ctx.workspace)
    .where('versionId', '=', versionId)
    .where('memberId', '=', memberId)
    .executeTakeFirst();
  return row?.acknowledgedAt ?? null;
}

/** Active members by name, and whoever else has acknowledged the version, with when. */
export async function listAcknowledgementRows(ctx: Ctx, versionId: string) {
  return ctx.db
    .selectFrom('members as m')
    .leftJoin('acknowledgements as a', (join) =>
      join
        .onRef('a.workspaceId', '=', 'm.workspaceId')
        .onRef('a.memberId', '=', 'm.id')
        .on('a.versionId', '=', versionId),
    )
    .select(['m.id', 'm.name', 'm.department', 'a.acknowledgedAt'])
    .where('m.workspaceId', '=', ctx.workspace)
    .where((eb) => eb.or([eb('m.active', '=', true), eb('a.acknowledgedAt', 'is not', null)]))
    .orderBy('m.nameKey')
    .orderBy('m.id')
    .execute();
}

/** What checks of a text ask of the workspace: its currency, keys of its teams, ids of its active members. */
export async function findFacts(ctx: Ctx) {
  return ctx.db
    .selectFrom('workspaces as w')
    .select('w.currency')
    .select([
      sql<string[]>`array(select t.key from teams t
        where t.workspace_id = w.id and t.archived_at is null and t.key is not null order by t.key)`.as('teams'),
      sql<string[]>`array(select m.id::text from members m where m.workspace_id = w.id and m.active)`.as('members'),
    ])
    .where('w.id', '=', ctx.workspace)
    .executeTakeFirstOrThrow();
}

export type Signer = { party: Party; memberId: string; name: string; email: string };

/** Who can sign now: heads, deputies of heads who are absent, and sponsors. */
export async function listSigners(ctx: Ctx): Promise<Signer[]> {
  const { rows } = await sql<Signer>`
    select d.department as party, m.id as member_id, m.name, m.email
    from departments d
    join members m on m.workspace_id = d.workspace_id and m.active
      and (m.id = d.head_id or m.id = d.deputy_id and exists (
        select from absences a
        where a.workspace_id = d.workspace_id and a.member_id = d.head_id
          and a.starts_at <= ${ctx.now} and a.ends_at > ${ctx.now}
      ))
    where d.workspace_id = ${ctx.workspace}
    union all
    select 'sponsor', m.id, m.name, m.email from members m
    where m.workspace_id = ${ctx.workspace} and m.active and m.role = 'sponsor'
    order by party, member_id`.execute(ctx.db);
  return rows;
}

/** Head and deputy of each department, with their names, and the sponsors by name. */
export async function listPosts(ctx: Ctx) {
  const { rows } = await sql<{
    party: Party;
    headId: string | null;
    head: string | null;
    deputyId: string | null;
    deputy: string | null;
  }>`
    select d.department as party, h.id as head_id, h.name as head, s.id as deputy_id, s.name as deputy
    from departments d
    left join members h on h.workspace_id = d.workspace_id and h.id = d.head_id
    left join members s on s.workspace_id = d.workspace_id and s.id = d.deputy_id
    where d.workspace_id = ${ctx.workspace}
    order by d.department`.execute(ctx.db);
  return rows;
}
