import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import { reachesAccount, reachesContact } from '../../db/contact-scope.ts';
import type { DuplicateOrigin, MergeObject } from '../../db/merge-tables.ts';

export type DuplicateRow = {
  id: string;
  firstId: string;
  secondId: string;
  score: number;
  reasons: readonly string[];
  foundBy: DuplicateOrigin;
};

const pairsOf = (rows: readonly { firstId: string; secondId: string }[]) =>
  sql`unnest(${rows.map(({ firstId }) => firstId)}::uuid[], ${rows.map(({ secondId }) => secondId)}::uuid[])`;

/** Adds pairs that are not there yet, and says which. One that was dismissed or merged stays what it is. */
export async function insertPairs(ctx: Ctx, object: MergeObject, rows: readonly DuplicateRow[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const made = await sql<{ id: string }>`
    insert into duplicates (workspace_id, id, object, first_id, second_id, score, reasons, found_by, found_at)
    select ${ctx.workspace}::uuid, v.id, ${object}, v.first_id, v.second_id, v.score, v.reasons, v.found_by, ${ctx.now}::timestamptz
      from unnest(
        ${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ firstId }) => firstId)}::uuid[],
        ${rows.map(({ secondId }) => secondId)}::uuid[], ${rows.map(({ score }) => score)}::float8[],
        ${rows.map(({ reasons }) => JSON.stringify(reasons))}::jsonb[], ${rows.map(({ foundBy }) => foundBy)}::text[]
      ) as v (id, first_id, second_id, score, reasons, found_by)
     order by v.first_id, v.second_id
    on conflict (workspace_id, object, first_id, second_id) do nothing
    returning id`.execute(ctx.db);
  return made.rows.map(({ id }) => id);
}

/** Open pairs that some records are in. */
export async function selectOpenOf(ctx: Ctx, object: MergeObject, ids: readonly string[]) {
  return ctx.db
    .selectFrom('duplicates')
    .select(['id', 'firstId', 'secondId', 'score', 'reasons', 'foundBy'])
    .where('workspaceId', '=', ctx.workspace)
    .where('object', '=', object)
    .where('status', '=', 'open')
    .where(sql<boolean>`(first_id = any(${ids}::uuid[]) or second_id = any(${ids}::uuid[]))`)
    .orderBy('id')
    .execute();
}

/** What became of pairs. `who` decided; nobody where they are open. */
export async function updatePairs(
  ctx: Ctx,
  object: MergeObject,
  pairs: readonly { firstId: string; secondId: string }[],
  to: { status: 'open' | 'merged' | 'dismissed'; from: readonly string[]; who: string | null },
): Promise<void> {
  const at = to.status === 'open' ? null : ctx.now;
  await sql`
    update duplicates d set status = ${to.status}, decided_at = ${at}::timestamptz, decided_by = ${to.who}::uuid
      from ${pairsOf(pairs)} as v (first_id, second_id)
     where d.workspace_id = ${ctx.workspace} and d.object = ${object} and d.status = any(${to.from}::text[])
       and d.first_id = v.first_id and d.second_id = v.second_id`.execute(ctx.db);
}

export async function deleteOpen(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.db
    .deleteFrom('duplicates')
    .where('workspaceId', '=', ctx.workspace)
    .where('status', '=', 'open')
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
}

export type PairRow = DuplicateRow & {
  object: MergeObject;
  status: 'open' | 'merged' | 'dismissed';
  foundAt: Date;
  firstLabel: string;
  firstDetail: string | null;
  firstVersion: number;
  secondLabel: string;
  secondDetail: string | null;
  secondVersion: number;
};

/** One page of pairs both of whose records are within reach and still stand for themselves, the likeliest first. */
export async function selectPairs(
  ctx: Ctx,
  object: MergeObject,
  by: { status: 'open' | 'dismissed'; id?: string },
  page: { after: readonly [score: number, id: string] | null; limit: number },
): Promise<PairRow[]> {
  const isContact = object === 'contact';
  const table = sql.table(isContact ? 'contacts' : 'accounts');
  const label = (side: string) =>
    isContact
      ? sql`coalesce(${sql.ref(`${side}.name`)}, ${sql.ref(`${side}.email`)}, ${sql.ref(`${side}.phone`)}, '')`
      : sql`coalesce(${sql.ref(`${side}.name`)}, ${sql.ref(`${side}.domain`)}, '')`;
  const detail = (side: string) => sql.ref(isContact ? `${side}.email` : `${side}.domain`);
  const reach = (side: string) => (isContact ? reachesContact(ctx, side) : reachesAccount(ctx, 'read', side));
  const stands = (side: string) =>
    sql`${sql.ref(`${side}.merged_into`)} is null and ${sql.ref(`${side}.deleted_at`)} is null`;
  const after =
    page.after === null
      ? sql`true`
      : sql`(d.score < ${page.after[0]} or d.score = ${page.after[0]} and d.id > ${page.after[1]}::uuid)`;
  const { rows } = await sql<PairRow>`
    select d.id, d.object, d.first_id, d.second_id, d.score, d.reasons, d.found_by, d.status, d.found_at,
           ${label('a')} as first_label, ${detail('a')} as first_detail, a.version as first_version,
           ${label('b')} as second_label, ${detail('b')} as second_detail, b.version as second_version
      from duplicates d
      join ${table} a on a.workspace_id = d.workspace_id and a.id = d.first_id
      join ${table} b on b.workspace_id = d.workspace_id and b.id = d.second_id
     where d.workspace_id = ${ctx.workspace} and d.object = ${object} and d.status = ${by.status}
       and ${by.id === undefined ? sql`true` : sql`d.id = ${by.id}::uuid`}
       and ${stands('a')} and ${stands('b')} and ${reach('a')} and ${reach('b')} and ${after}
     order by d.score desc, d.id
     limit ${page.limit}`.execute(ctx.db);
  return rows;
}

/** Which kind of records a pair is of; undefined where there is no such pair. */
export async function findPairObject(ctx: Ctx, id: string): Promise<MergeObject | undefined> {
  const row = await ctx.db
    .selectFrom('duplicates')
    .select('object')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.object;
}

/** Contacts with what matching asks of them. */
export async function selectContactFacts(ctx: Ctx, ids: readonly string[]) {
  const { rows } = await sql<{
    id: string;
    name: string | null;
    country: string | null;
    accountId: string | null;
    company: string | null;
    email: string | null;
    phone: string | null;
    emails: string[];
    phones: string[];
    userId: string | null;
    externalIds: Record<string, string>;
    isReached: boolean;
  }>`
    select c.id, c.name, c.country, c.account_id, a.name as company, c.email, c.phone,
      array(select k.value from contact_keys k where k.workspace_id = ${ctx.workspace} and k.contact_id = c.id and k.kind = 'email' order by k.key) as emails,
      array(select k.key from contact_keys k where k.workspace_id = ${ctx.workspace} and k.contact_id = c.id and k.kind = 'phone' order by k.key) as phones,
      (select i.value from identities i where i.workspace_id = ${ctx.workspace} and i.contact_id = c.id and i.kind = 'user' order by i.id limit 1) as user_id,
      coalesce((select jsonb_object_agg(x.source, x.external_id) from external_ids x
        where x.workspace_id = ${ctx.workspace} and x.object = 'contact' and x.record_id = c.id), '{}') as external_ids,
      ${reachesContact(ctx)} as is_reached
    from contacts c
    left join accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id
    where c.workspace_id = ${ctx.workspace} and c.id = any(${ids}::uuid[]) and c.merged_into is null and c.deleted_at is null
    order by c.id`.execute(ctx.db);
  return rows;
}

/** Contacts that share a key with what was typed, or a name like it. */
export async function findLikeContacts(
  ctx: Ctx,
  asked: { emails: readonly string[]; phones: readonly string[]; name: string },
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select k.contact_id as id, 1.0::real as likeness from contact_keys k
       where k.workspace_id = ${ctx.workspace}
         and (k.kind = 'email' and k.key = any(${asked.emails}::text[]) or k.kind = 'phone' and k.key = any(${asked.phones}::text[]))
      union all
      (select c.id, similarity(c.sort_key, ${asked.name}) from contacts c
        where c.workspace_id = ${ctx.workspace} and ${asked.name} <> '' and c.sort_key % ${asked.name}
          and c.merged_into is null and c.deleted_at is null
        order by similarity(c.sort_key, ${asked.name}) desc, c.id limit ${limit})
    ) found group by id order by max(likeness) desc, id limit ${limit}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** Pairs of contacts worth comparing: one name or one main phone number at a company, or a name spelled alike there. */
export async function scanContacts(ctx: Ctx, limit: number): Promise<{ firstId: string; secondId: string }[]> {
  const known = sql`not exists (
    select from duplicates d where d.workspace_id = ${ctx.workspace} and d.object = 'contact' and d.first_id = p.a and d.second_id = p.b)`;
  const standing = sql`merged_into is null and deleted_at is null`;
  const { rows } = await sql<{ firstId: string; secondId: string }>`
    with standing as materialized (
      select id, account_id, sort_key, phone from contacts
       where workspace_id = ${ctx.workspace} and ${standing}
    ), named as (
      select account_id, sort_key, (array_agg(id order by id))[1:20] as ids from standing
       where account_id is not null and sort_key <> '' group by 1, 2 having count(*) > 1
    ), called as (
      select phone, (array_agg(id order by id))[1:20] as ids from standing
       where phone is not null group by 1 having count(*) between 2 and 50
    ), teams as (
      select account_id from standing where account_id is not null group by 1 having count(*) between 2 and 200
    ), pairs as (
      select x.id as a, y.id as b from (select ids from named union all select ids from called) g,
        unnest(g.ids) as x (id), unnest(g.ids) as y (id) where x.id < y.id
      union
      select x.id, y.id from teams t
        join standing x on x.account_id = t.account_id
        join standing y on y.account_id = t.account_id and x.id < y.id
       where x.sort_key <> '' and x.sort_key % y.sort_key and similarity(x.sort_key, y.sort_key) > 0.6
    )
    select p.a as first_id, p.b as second_id from pairs p where ${known} order by p.a, p.b limit ${limit}`.execute(
    ctx.db,
  );
  return rows;
}

/** Pairs of companies worth comparing: one key of the name, or names spelled alike in one country. */
export async function scanAccounts(ctx: Ctx, limit: number): Promise<{ firstId: string; secondId: string }[]> {
  const { rows } = await sql<{ firstId: string; secondId: string }>`
    with standing as materialized (
      select id, company_key, sort_key, country from accounts
       where workspace_id = ${ctx.workspace} and merged_into is null and deleted_at is null and company_key is not null
    ), named as (
      select company_key, (array_agg(id order by id))[1:20] as ids from standing group by 1 having count(*) > 1
    ), pairs as (
      select x.id as a, y.id as b from named g, unnest(g.ids) as x (id), unnest(g.ids) as y (id) where x.id < y.id
      union
      select least(x.id, y.id), greatest(x.id, y.id) from standing x
        join accounts y on y.workspace_id = ${ctx.workspace} and y.sort_key % x.sort_key and y.id <> x.id
       where y.merged_into is null and y.deleted_at is null and left(y.company_key, 2) = left(x.company_key, 2)
         and similarity(x.sort_key, y.sort_key) > 0.7
    )
    select p.a as first_id, p.b as second_id from pairs p
     where not exists (
       select from duplicates d where d.workspace_id = ${ctx.workspace} and d.object = 'account' and d.first_id = p.a and d.second_id = p.b)
     order by p.a, p.b limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function selectAccountFacts(ctx: Ctx, ids: readonly string[]) {
  const { rows } = await sql<{
    id: string;
    name: string | null;
    domain: string | null;
    aliases: string[];
    country: string | null;
    externalIds: Record<string, string>;
    isReached: boolean;
  }>`
    select a.id, a.name, a.domain, a.country,
      array(select d.domain from account_domains d where d.workspace_id = ${ctx.workspace} and d.account_id = a.id order by d.domain) as aliases,
      coalesce((select jsonb_object_agg(x.source, x.external_id) from external_ids x
        where x.workspace_id = ${ctx.workspace} and x.object = 'account' and x.record_id = a.id), '{}') as external_ids,
      ${reachesAccount(ctx, 'read')} as is_reached
    from accounts a
    where a.workspace_id = ${ctx.workspace} and a.id = any(${ids}::uuid[]) and a.merged_into is null and a.deleted_at is null
    order by a.id`.execute(ctx.db);
  return rows;
}

/** Companies by a domain, a key of their name or a name spelled alike. */
export async function findLikeAccounts(
  ctx: Ctx,
  asked: { domains: readonly string[]; companyKey: string; name: string },
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select d.account_id as id, 1.0::real as likeness from account_domains d
       where d.workspace_id = ${ctx.workspace} and d.domain = any(${asked.domains}::text[])
      union all
      select a.id, 1.0 from accounts a
       where a.workspace_id = ${ctx.workspace} and ${asked.companyKey} <> '' and a.company_key = ${asked.companyKey}
      union all
      (select a.id, similarity(a.sort_key, ${asked.name}) from accounts a
        where a.workspace_id = ${ctx.workspace} and ${asked.name} <> '' and a.sort_key % ${asked.name}
        order by similarity(a.sort_key, ${asked.name}) desc, a.id limit ${limit})
    ) found group by id order by max(likeness) desc, id limit ${limit}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
