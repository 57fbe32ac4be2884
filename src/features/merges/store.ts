import { type Insertable, type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import { reachesAccount, reachesContact } from '../../db/contact-scope.ts';
import type { MergeObject, MovedEntry } from '../../db/merge-tables.ts';
import type { Tables } from '../../db/tables.ts';

export type Pair = { readonly keepId: string; readonly dropId: string };

const tableOf = (object: MergeObject) => sql.table(object === 'contact' ? 'contacts' : 'accounts');

const asMap = (pairs: readonly Pair[]) =>
  sql`unnest(${pairs.map(({ dropId }) => dropId)}::uuid[], ${pairs.map(({ keepId }) => keepId)}::uuid[]) as m (drop_id, keep_id)`;

/** Rows that belong to one record and go with it: their table, the column that says whose they are, and what tells them apart. */
type Reference = { kind: string; table: string; column: string; key: RawBuilder<unknown>; only?: RawBuilder<unknown> };

const externalIds = (object: MergeObject): Reference => ({
  kind: 'externalIds',
  table: 'external_ids',
  column: 'record_id',
  key: sql`t.source || ':' || t.external_id`,
  only: sql`t.object = ${sql.lit(object)}`,
});
const byId = (kind: string, table: string, column: string): Reference => ({
  kind,
  table,
  column,
  key: sql`t.id::text`,
});

/** A touch is not among them: it stays with its identity, and the identity moves. */
const references: Record<MergeObject, readonly Reference[]> = {
  contact: [
    byId('identities', 'identities', 'contact_id'),
    { kind: 'keys', table: 'contact_keys', column: 'contact_id', key: sql`t.kind || ':' || t.key` },
    externalIds('contact'),
    byId('consents', 'consents', 'contact_id'),
    byId('notes', 'notes', 'contact_id'),
    byId('tasks', 'tasks', 'contact_id'),
    byId('activities', 'activities', 'contact_id'),
    byId('meetings', 'booked_meetings', 'contact_id'),
  ],
  account: [
    byId('people', 'contacts', 'account_id'),
    { kind: 'domains', table: 'account_domains', column: 'account_id', key: sql`t.domain` },
    externalIds('account'),
    byId('deals', 'deals', 'account_id'),
    byId('handoffs', 'handoffs', 'account_id'),
    byId('notes', 'notes', 'account_id'),
    byId('tasks', 'tasks', 'account_id'),
  ],
};

/** Makes all rows of merged records those of their survivors, and says which, by merged record and kind. */
export async function moveRows(
  ctx: Ctx,
  object: MergeObject,
  pairs: readonly Pair[],
): Promise<Map<string, Record<string, string[]>>> {
  const moved = new Map<string, Record<string, string[]>>(pairs.map(({ dropId }) => [dropId, {}]));
  for (const { kind, table, column, key, only = sql`true` } of references[object]) {
    const { rows } = await sql<{ dropId: string; key: string }>`
      update ${sql.table(table)} t set ${sql.ref(column)} = m.keep_id
        from ${asMap(pairs)}
       where t.workspace_id = ${ctx.workspace} and t.${sql.ref(column)} = m.drop_id and ${only}
      returning m.drop_id, ${key} as key`.execute(ctx.db);
    for (const row of rows) {
      const own = moved.get(row.dropId);
      if (own !== undefined) own[kind] = [...(own[kind] ?? []), row.key];
    }
  }
  return moved;
}

/** Gives rows back to a merged record, as far as they are still the survivor's. */
export async function returnRows(
  ctx: Ctx,
  object: MergeObject,
  { keepId, dropId }: Pair,
  rows: Readonly<Record<string, string[]>>,
): Promise<void> {
  for (const { kind, table, column, key, only = sql`true` } of references[object]) {
    const keys = rows[kind] ?? [];
    if (keys.length === 0) continue;
    await sql`
      update ${sql.table(table)} t set ${sql.ref(column)} = ${dropId}
       where t.workspace_id = ${ctx.workspace} and t.${sql.ref(column)} = ${keepId} and ${only}
         and ${key} = any(${keys}::text[])`.execute(ctx.db);
  }
}

/** What a record is on once: lists kept by hand, and for a contact its deals. */
const entries = {
  lists: { table: 'list_entries', of: 'list_id', member: 'record_id', extra: 'added_at' },
  deals: { table: 'deal_contacts', of: 'deal_id', member: 'contact_id', extra: 'role' },
} as const;

/** Takes merged records off their lists or deals and puts the survivors on them who were not. */
export async function moveEntries(
  ctx: Ctx,
  what: keyof typeof entries,
  pairs: readonly Pair[],
): Promise<Map<string, MovedEntry[]>> {
  const { table, of, member, extra } = entries[what];
  const [owner, who, added] = [sql.ref(of), sql.ref(member), sql.ref(extra)];
  const { rows } = await sql<{ dropId: string; key: string; extra: string | null; came: boolean }>`
    with gone as (
      delete from ${sql.table(table)} t using ${asMap(pairs)}
       where t.workspace_id = ${ctx.workspace} and t.${who} = m.drop_id
      returning m.drop_id, m.keep_id, t.${owner} as key, t.${added} as extra
    ), come as (
      insert into ${sql.table(table)} (workspace_id, ${owner}, ${who}, ${added})
      select ${ctx.workspace}::uuid, key, keep_id, min(extra) from gone group by key, keep_id order by key, keep_id
      on conflict do nothing returning ${owner} as key, ${who} as keep_id
    )
    select gone.drop_id, gone.key::text as key, gone.extra::text as extra, come.key is not null as came
      from gone left join come on come.key = gone.key and come.keep_id = gone.keep_id`.execute(ctx.db);
  const moved = new Map<string, MovedEntry[]>();
  for (const { dropId, key, extra, came } of rows) {
    const entry = { key, at: what === 'lists' ? extra : null, role: what === 'deals' ? extra : null, came };
    moved.set(dropId, [...(moved.get(dropId) ?? []), entry]);
  }
  return moved;
}

/** Puts a merged record back on its lists or deals; what came to the survivor by the merge leaves it. */
export async function returnEntries(
  ctx: Ctx,
  what: keyof typeof entries,
  { keepId, dropId }: Pair,
  moved: readonly MovedEntry[],
): Promise<void> {
  if (moved.length === 0) return;
  const { table, of, member, extra } = entries[what];
  const [owner, who, added] = [sql.ref(of), sql.ref(member), sql.ref(extra)];
  const kind = sql.raw(what === 'lists' ? 'timestamptz' : 'text');
  // Who was taken off meanwhile is off for both; a list or deal that is gone is gone.
  await sql`
    insert into ${sql.table(table)} (workspace_id, ${owner}, ${who}, ${added})
    select ${ctx.workspace}::uuid, v.key, ${dropId}::uuid, v.extra::${kind}
      from unnest(${moved.map(({ key }) => key)}::uuid[], ${moved.map(({ at, role }) => at ?? role)}::text[]) as v (key, extra)
     where exists (
       select from ${sql.table(table)} t
       where t.workspace_id = ${ctx.workspace} and t.${owner} = v.key and t.${who} = ${keepId}
     )
    on conflict do nothing`.execute(ctx.db);
  const came = moved.filter((entry) => entry.came).map(({ key }) => key);
  await sql`
    delete from ${sql.table(table)} t
     where t.workspace_id = ${ctx.workspace} and t.${who} = ${keepId} and t.${owner} = any(${came}::uuid[])`.execute(
    ctx.db,
  );
}

/** Records that the caller may change, locked in the order of their ids. */
export async function lockRecords(ctx: Ctx, object: MergeObject, ids: readonly string[]) {
  const query =
    object === 'contact'
      ? ctx.db.selectFrom('contacts as r').where(reachesContact(ctx, 'r'))
      : ctx.db.selectFrom('accounts as r').where(reachesAccount(ctx, 'write', 'r'));
  return query
    .select(['r.id', 'r.mergedInto', 'r.deletedAt', 'r.version', 'r.createdAt'])
    .where('r.workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`r.id = any(${ids}::uuid[])`)
    .orderBy('r.id')
    .forUpdate()
    .execute();
}

/** The ids under which other systems know records, and for contacts the user id as that of "user". */
export async function selectLinks(ctx: Ctx, object: MergeObject, ids: readonly string[]) {
  const { rows } = await sql<{ recordId: string; source: string | null; value: string }>`
    select record_id, source, external_id as value from external_ids
     where workspace_id = ${ctx.workspace} and object = ${object} and record_id = any(${ids}::uuid[])
    union all
    select contact_id, null, value from identities
     where workspace_id = ${ctx.workspace} and kind = 'user' and contact_id = any(${ids}::uuid[]) and ${object} = 'contact'
    order by 1, 2, 3`.execute(ctx.db);
  return rows;
}

/** Where the merged records lead from now on; both have changed for whoever has their pages open. */
export async function markMerged(
  ctx: Ctx,
  object: MergeObject,
  pairs: readonly (Pair & { wakes: boolean })[],
): Promise<void> {
  const wakes = sql`(select bool_or(w.wakes) from unnest(
    ${pairs.map(({ dropId }) => dropId)}::uuid[], ${pairs.map((pair) => pair.wakes)}::boolean[]) as w (drop_id, wakes)
    where w.drop_id = m.drop_id)`;
  await sql`
    update ${tableOf(object)} r set merged_into = m.keep_id, updated_at = ${ctx.now}, version = r.version + 1
      from ${asMap(pairs)}
     where r.workspace_id = ${ctx.workspace} and r.id = m.drop_id`.execute(ctx.db);
  if (object === 'account') return bumpAccounts(ctx, pairs);
  await sql`
    update contacts r set
      updated_at = ${ctx.now}, version = r.version + 1, valid_until = ${ctx.now},
      wake_up_at = coalesce(g.wake_up_at, r.wake_up_at)
      from (
        select m.keep_id, max(case when ${wakes} then d.wake_up_at end) as wake_up_at
          from ${asMap(pairs)} join contacts d on d.workspace_id = ${ctx.workspace} and d.id = m.drop_id
         group by m.keep_id
      ) g
     where r.workspace_id = ${ctx.workspace} and r.id = g.keep_id`.execute(ctx.db);
}

/** A company is as old as the older of the two; its people are judged again and shown anew. */
async function bumpAccounts(ctx: Ctx, pairs: readonly Pair[]): Promise<void> {
  await sql`
    update accounts r set updated_at = ${ctx.now}, version = r.version + 1, created_at = least(r.created_at, g.created_at)
      from (
        select m.keep_id, min(d.created_at) as created_at
          from ${asMap(pairs)} join accounts d on d.workspace_id = ${ctx.workspace} and d.id = m.drop_id
         group by m.keep_id
      ) g
     where r.workspace_id = ${ctx.workspace} and r.id = g.keep_id`.execute(ctx.db);
}

/** Lets a merged record stand for itself again. `createdAt` is what the survivor's is to be, null to leave it. */
export async function markSeparate(
  ctx: Ctx,
  object: MergeObject,
  { keepId, dropId }: Pair,
  createdAt: Date | null,
): Promise<void> {
  await sql`
    update ${tableOf(object)} r set
      merged_into = case when r.id = ${dropId}::uuid then null else r.merged_into end,
      created_at = case when r.id = ${keepId}::uuid then coalesce(${createdAt}::timestamptz, r.created_at) else r.created_at end,
      updated_at = ${ctx.now}, version = r.version + 1
     where r.workspace_id = ${ctx.workspace} and r.id in (${keepId}, ${dropId})`.execute(ctx.db);
}

export async function selectQualifications(ctx: Ctx, contactIds: readonly string[]) {
  return ctx.db
    .selectFrom('qualifications')
    .select(['id', 'contactId', 'cycle', 'status'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`contact_id = any(${contactIds}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
}

export type QualificationChange = {
  id: string;
  contactId: string;
  cycle: number;
  status: Tables['qualifications']['status'];
};

export async function updateQualifications(ctx: Ctx, changes: readonly QualificationChange[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    update qualifications q set contact_id = v.contact_id, cycle = v.cycle, status = v.status
      from unnest(${changes.map(({ id }) => id)}::uuid[], ${changes.map(({ contactId }) => contactId)}::uuid[],
                  ${changes.map(({ cycle }) => cycle)}::integer[], ${changes.map(({ status }) => status)}::text[])
           as v (id, contact_id, cycle, status)
     where q.workspace_id = ${ctx.workspace} and q.id = v.id`.execute(ctx.db);
}

export async function insertMerges(
  ctx: Ctx,
  rows: readonly Omit<Insertable<Tables['merges']>, 'workspaceId'>[],
): Promise<void> {
  await ctx.db
    .insertInto('merges')
    .values(rows.map((row) => ({ workspaceId: ctx.workspace, ...row })))
    .execute();
}

export async function lockMerge(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('merges')
    .selectAll()
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateMerge(
  ctx: Ctx,
  id: string,
  values: { undoneAt: Date; undoneBy: string | null; kept: string },
): Promise<void> {
  await ctx.db
    .updateTable('merges')
    .set(values)
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

/** Consents that a merge wrote by itself go with it. */
export async function deleteConsents(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.db
    .deleteFrom('consents')
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
}

/** Merges with the names of both records and of who made and undid them. */
export async function selectMerges(ctx: Ctx, by: { id: string } | { survivorId: string }, limit: number) {
  const label = (id: string) => sql<string>`coalesce(
    (select coalesce(c.name, c.email, c.phone) from contacts c where c.workspace_id = ${ctx.workspace} and c.id = g.${sql.ref(id)}),
    (select coalesce(a.name, a.domain) from accounts a where a.workspace_id = ${ctx.workspace} and a.id = g.${sql.ref(id)}), '')`;
  const { rows } = await sql<MergeRow>`
    select g.*, ${label('survivor_id')} as survivor_name, ${label('merged_id')} as merged_name,
           m.name as member_name, u.name as undoer_name
      from merges g
      left join members m on m.workspace_id = g.workspace_id and m.id = g.merged_by
      left join members u on u.workspace_id = g.workspace_id and u.id = g.undone_by
     where g.workspace_id = ${ctx.workspace}
       and ${'id' in by ? sql`g.id = ${by.id}` : sql`g.survivor_id = ${by.survivorId}`}
     order by g.merged_at desc, g.id desc
     limit ${limit}`.execute(ctx.db);
  return rows;
}

type Stored = Awaited<ReturnType<typeof lockMerge>>;
export type MergeRow = NonNullable<Stored> & {
  survivorName: string;
  mergedName: string;
  memberName: string | null;
  undoerName: string | null;
};

/** Where a record has gone by merges, to the end of the chain; its own id when nowhere. */
export async function findSurvivor(ctx: Ctx, object: MergeObject, id: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with recursive chain as (
      select r.id, r.merged_into, 0 as step from ${tableOf(object)} r where r.workspace_id = ${ctx.workspace} and r.id = ${id}
      union all
      select r.id, r.merged_into, chain.step + 1
        from chain join ${tableOf(object)} r on r.workspace_id = ${ctx.workspace} and r.id = chain.merged_into
       where chain.step < 100
    )
    select id from chain order by step desc limit 1`.execute(ctx.db);
  return rows[0]?.id ?? id;
}

/** How much there is of each kind that a merge moves. */
export async function countRows(ctx: Ctx, object: MergeObject, id: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const count = async (kind: string, from: RawBuilder<unknown>) => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${from}`.execute(ctx.db);
    counts[kind] = rows[0]?.n ?? 0;
  };
  for (const { kind, table, column, only = sql`true` } of references[object]) {
    await count(
      kind,
      sql`${sql.table(table)} t where t.workspace_id = ${ctx.workspace} and t.${sql.ref(column)} = ${id} and ${only}`,
    );
  }
  await count('lists', sql`list_entries t where t.workspace_id = ${ctx.workspace} and t.record_id = ${id}`);
  if (object === 'account') return counts;
  await count('deals', sql`deal_contacts t where t.workspace_id = ${ctx.workspace} and t.contact_id = ${id}`);
  await count('handoffs', sql`handoffs t where t.workspace_id = ${ctx.workspace} and t.contact_id = ${id}`);
  await count(
    'touches',
    sql`identities i join touches t on t.workspace_id = i.workspace_id and t.identity_id = i.id
        where i.workspace_id = ${ctx.workspace} and i.contact_id = ${id}`,
  );
  return counts;
}
