import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';

/** The pages that were chosen; null where the agreement says. */
export async function findPaths(ctx: Ctx): Promise<string[] | null> {
  const row = await ctx.db
    .selectFrom('momentSettings')
    .select('paths')
    .where('workspaceId', '=', ctx.workspace)
    .executeTakeFirst();
  return row?.paths ?? null;
}

export async function savePaths(ctx: Ctx, paths: string[] | null): Promise<void> {
  if (paths === null) {
    await ctx.db.deleteFrom('momentSettings').where('workspaceId', '=', ctx.workspace).execute();
    return;
  }
  await ctx.db
    .insertInto('momentSettings')
    .values({ workspaceId: ctx.workspace, paths, updatedAt: ctx.now })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet({ paths, updatedAt: ctx.now }))
    .execute();
}

/** Who has somebody: `contact` by a lead, a deal or as theirs, `account` by their company alone. */
export type Holder = { contactId: string; accountId: string | null; memberId: string; by: 'contact' | 'account' };

/** Who has some people: their open leads and deals, themselves, or their companies. */
export async function selectHolders(ctx: Ctx, contactIds: readonly string[]): Promise<Holder[]> {
  const { rows } = await sql<Holder>`
    with people as (
      select c.id, c.account_id, c.owner_id from contacts c
      where c.workspace_id = ${ctx.workspace} and c.id = any(${contactIds}::uuid[]) and c.deleted_at is null
    ), held as (
      select p.id, p.account_id, p.owner_id as member_id, 'contact' as by from people p where p.owner_id is not null
      union
      select p.id, p.account_id, h.member_id, 'contact' from people p
      join handoffs h on h.workspace_id = ${ctx.workspace} and h.contact_id = p.id and h.closed_at is null
      union
      select p.id, p.account_id, d.owner_id, 'contact' from people p
      join deal_contacts l on l.workspace_id = ${ctx.workspace} and l.contact_id = p.id
      join deals d on d.workspace_id = l.workspace_id and d.id = l.deal_id
        and d.won_at is null and d.lost_at is null and d.deleted_at is null and d.owner_id is not null
    )
    select id as contact_id, account_id, member_id, by from held
    union all
    select p.id, p.account_id, a.owner_id, 'account' from people p
    join accounts a on a.workspace_id = ${ctx.workspace} and a.id = p.account_id
      and a.deleted_at is null and a.owner_id is not null
    where not exists (select from held where held.id = p.id and held.member_id = a.owner_id)
    order by contact_id, member_id`.execute(ctx.db);
  return rows;
}

/** Of some people, those who have a company with other people; with those. */
export async function selectColleagues(ctx: Ctx, contactIds: readonly string[]) {
  const { rows } = await sql<{ contactId: string; colleagueId: string }>`
    select c.id as contact_id, o.id as colleague_id
    from contacts c
    join contacts o on o.workspace_id = c.workspace_id and o.account_id = c.account_id and o.id <> c.id
      and o.deleted_at is null and o.merged_into is null
    where c.workspace_id = ${ctx.workspace} and c.id = any(${contactIds}::uuid[]) and c.account_id is not null
      and o.last_touch_at > ${new Date(ctx.now.getTime() - 8 * 86_400_000)}`.execute(ctx.db);
  return rows;
}

type ActRow = {
  contactId: string;
  kind: string;
  at: Date;
  path: string | null;
  page: string | null;
};

/** What people did themselves since an instant, earliest first, as far as it came live: what a robot or a colleague did is not theirs. */
export async function selectActs(ctx: Ctx, contactIds: readonly string[], kinds: readonly string[], since: Date) {
  const { rows } = await sql<ActRow>`
    select i.contact_id, k.value as kind, t.at, p.value as path, n.value as page
    from identities i
    join touches t on t.workspace_id = i.workspace_id and t.identity_id = i.id
      and t.at > ${since} and t.at <= ${ctx.now} and t.live
    join dictionary k on k.workspace_id = t.workspace_id and k.code = t.kind
    left join dictionary p on p.workspace_id = t.workspace_id and p.code = t.path
    left join dictionary n on n.workspace_id = t.workspace_id and n.code = t.name
    where i.workspace_id = ${ctx.workspace} and i.contact_id = any(${contactIds}::uuid[])
      and k.value = any(${kinds}::text[])
    order by t.at, t.id`.execute(ctx.db);
  return rows;
}

/** When people last did something themselves before an instant. */
export async function selectLastBefore(
  ctx: Ctx,
  people: readonly { contactId: string; before: Date }[],
  kinds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ contactId: string; at: Date }>`
    select v.contact_id, max(t.at) as at
    from unnest(${people.map(({ contactId }) => contactId)}::uuid[], ${people.map(({ before }) => before)}::timestamptz[])
      as v (contact_id, before)
    join identities i on i.workspace_id = ${ctx.workspace} and i.contact_id = v.contact_id
    join touches t on t.workspace_id = i.workspace_id and t.identity_id = i.id and t.at < v.before
    join dictionary k on k.workspace_id = t.workspace_id and k.code = t.kind and k.value = any(${kinds}::text[])
    group by v.contact_id`.execute(ctx.db);
  return new Map(rows.map(({ contactId, at }) => [contactId, at.getTime()]));
}

/** Notes moments, one of each kind for a person and a day, and says which are new. */
export async function insertMoments(ctx: Ctx, rows: readonly { contactId: string; kind: string; day: string }[]) {
  const keys = [...new Map(rows.map((row) => [`${row.contactId} ${row.kind} ${row.day}`, row])).entries()];
  const sorted = keys.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  if (sorted.length === 0) return [];
  return ctx.db
    .insertInto('keyMoments')
    .values(sorted.map((row) => ({ workspaceId: ctx.workspace, ...row })))
    .onConflict((conflict) => conflict.doNothing())
    .returning(['contactId', 'kind'])
    .execute();
}

/** Whether members own anybody, or have a lead or a deal: else there is nobody to tell of anything. */
export async function isAnybodyHeld(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select exists (select from contacts where workspace_id = ${ctx.workspace} and owner_id is not null)
        or exists (select from handoffs where workspace_id = ${ctx.workspace} and closed_at is null)
        or exists (select from accounts where workspace_id = ${ctx.workspace} and owner_id is not null)
        or exists (select from deals where workspace_id = ${ctx.workspace} and owner_id is not null) as held`.execute(
    ctx.db,
  );
  return rows[0]?.held ?? false;
}

export async function insertActing(ctx: Ctx, contactIds: readonly string[]): Promise<void> {
  await sql`
    insert into acts_to_tell (workspace_id, contact_id)
    select ${ctx.workspace}::uuid, contact_id from unnest(${[...contactIds]}::uuid[]) as given (contact_id)`.execute(
    ctx.db,
  );
}

/**
 * Some of those on the list, the earliest first; a person may stand on it more than once. Null while another process is at it.
 * Nothing is written or locked by this: what arrives is read no further than the oldest transaction that writes.
 */
export async function selectActing(ctx: Ctx, limit: number): Promise<{ number: string; contactId: string }[] | null> {
  const { rows: locks } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`key-moments ${ctx.workspace}`}, 0)) as locked`.execute(ctx.db);
  if (locks[0]?.locked !== true) return null;
  return ctx.db
    .selectFrom('actsToTell')
    .select(['number', 'contactId'])
    .where('workspaceId', '=', ctx.workspace)
    .orderBy('number')
    .limit(limit)
    .execute();
}

export async function deleteActing(ctx: Ctx, numbers: readonly string[]): Promise<void> {
  await ctx.db
    .deleteFrom('actsToTell')
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`number = any(${[...numbers]}::bigint[])`)
    .execute();
}
