import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import { reachesAccount } from '../../db/contact-scope.ts';
import { insertWhole, upsertWhole } from '../../db/upsert-whole.ts';

const described = [
  'id',
  'name',
  'domain',
  'industry',
  'country',
  'employees',
  'revenue',
  'ownerId',
  'tier',
  'isTarget',
  'fields',
  'toldAt',
  'companyKey',
  'createdAt',
  'deletedAt',
  'version',
] as const;

const accountsOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('accounts as a')
    .select(described.map((column) => `a.${column}` as const))
    .select(
      sql<string[]>`array(
        select d.domain from account_domains d where d.workspace_id = a.workspace_id and d.account_id = a.id
        order by d.domain
      )`.as('domains'),
    )
    .where('a.workspaceId', '=', ctx.workspace);

/**
 * Accounts by a domain of theirs, or by the key of their name; locked until the transaction ends. Found first and read then:
 * in one statement, stale statistics make of many keys a comparison of all with all.
 */
export async function lockAccounts(ctx: Ctx, domains: readonly string[], companyKeys: readonly string[]) {
  const { rows } = await sql<{ id: string }>`
    select o.id from accounts o where o.workspace_id = ${ctx.workspace} and o.company_key = any(${companyKeys}::text[])
    union
    select d.account_id from account_domains d
    where d.workspace_id = ${ctx.workspace} and d.domain = any(${domains}::text[])`.execute(ctx.db);
  return lockAccountsById(
    ctx,
    rows.map(({ id }) => id),
  );
}

export type AccountRow = Awaited<ReturnType<typeof lockAccounts>>[number];
/** What is kept of an account; its domains stand in a table of their own. */
export type AccountValues = Omit<AccountRow, 'domains'>;

/** Columns that are written whole, with their types. */
const written = {
  id: 'uuid',
  name: 'text',
  sortKey: 'text',
  companyKey: 'text',
  domain: 'text',
  industry: 'text',
  country: 'text',
  employees: 'integer',
  revenue: 'bigint',
  ownerId: 'uuid',
  tier: 'integer',
  isTarget: 'boolean',
  fields: 'jsonb',
  texts: 'jsonb',
  toldAt: 'jsonb',
  createdAt: 'timestamptz',
  deletedAt: 'timestamptz',
  version: 'integer',
} as const;

type WholeAccount = AccountValues & { sortKey: string; texts: Record<string, unknown> };

/** Makes accounts, and writes others whole. */
export async function saveAccountRows(
  ctx: Ctx,
  { made, changed }: { made: readonly WholeAccount[]; changed: readonly WholeAccount[] },
): Promise<void> {
  await insertWhole(ctx, 'accounts', written, made);
  await upsertWhole(ctx, 'accounts', written, changed);
}

export async function insertDomains(
  ctx: Ctx,
  domains: readonly { domain: string; accountId: string }[],
): Promise<void> {
  if (domains.length === 0) return;
  await sql`
    insert into account_domains (workspace_id, domain, account_id)
    select ${ctx.workspace}::uuid, domain, account_id
    from unnest(
      ${domains.map(({ domain }) => domain)}::text[], ${domains.map(({ accountId }) => accountId)}::uuid[]
    ) as given (domain, account_id)
    order by domain collate "C"
    on conflict (workspace_id, domain) do nothing`.execute(ctx.db);
}

/** Accounts by their ids; locked until the transaction ends. */
export async function lockAccountsById(ctx: Ctx, ids: readonly string[]) {
  return accountsOf(ctx)
    .where('a.deletedAt', 'is', null)
    .where('a.mergedInto', 'is', null)
    .where(sql<boolean>`a.id = any(${ids}::uuid[])`)
    .orderBy('a.id')
    .forUpdate('a')
    .execute();
}

/** Whether an account that stands is within reach. */
export async function seesAccount(ctx: Ctx, id: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('accounts as a')
    .select('a.id')
    .where('a.workspaceId', '=', ctx.workspace)
    .where('a.id', '=', id)
    .where('a.deletedAt', 'is', null)
    .where('a.mergedInto', 'is', null)
    .where(reachesAccount(ctx, 'read'))
    .executeTakeFirst();
  return row !== undefined;
}

/** One account within reach that a person is about to change. */
export async function lockAccount(ctx: Ctx, id: string) {
  return accountsOf(ctx)
    .select('a.mergedInto')
    .where('a.id', '=', id)
    .where(reachesAccount(ctx, 'write'))
    .forUpdate('a')
    .executeTakeFirst();
}

/** Accounts that may be the same as one with these domains or a name of this key: exactly, or spelled alike. */
export async function findLikeAccounts(ctx: Ctx, domains: readonly string[], companyKey: string, limit: number) {
  return accountsOf(ctx)
    .select(sql<boolean>`${reachesAccount(ctx, 'read')}`.as('isReached'))
    .where('a.deletedAt', 'is', null)
    .where('a.mergedInto', 'is', null)
    .where(
      sql<boolean>`a.id in (
        select d.account_id from account_domains d
        where d.workspace_id = ${ctx.workspace} and d.domain = any(${domains}::text[])
        union
        select o.id from accounts o
        where o.workspace_id = ${ctx.workspace} and ${companyKey} <> ''
          and (o.company_key = ${companyKey} or o.sort_key % ${companyKey} or ${companyKey} <% o.sort_key)
      )`,
    )
    .orderBy(sql`similarity(a.sort_key, ${companyKey})`, 'desc')
    .orderBy('a.id')
    .limit(limit)
    .execute();
}

/** Whose some domains are, within reach or not. */
export async function selectDomains(ctx: Ctx, domains: readonly string[]) {
  return ctx.db
    .selectFrom('accountDomains')
    .select(['domain', 'accountId'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`domain = any(${domains}::text[])`)
    .execute();
}

export async function deleteDomains(ctx: Ctx, accountId: string, domains: readonly string[]): Promise<void> {
  await ctx.db
    .deleteFrom('accountDomains')
    .where('workspaceId', '=', ctx.workspace)
    .where('accountId', '=', accountId)
    .where(sql<boolean>`domain = any(${domains}::text[])`)
    .execute();
}

export async function countOwned(ctx: Ctx, memberId: string): Promise<number> {
  const { owned } = await ctx.db
    .selectFrom('accounts')
    .select(({ fn }) => fn.countAll<number>().as('owned'))
    .where('workspaceId', '=', ctx.workspace)
    .where('ownerId', '=', memberId)
    .executeTakeFirstOrThrow();
  return owned;
}

/** Gives all accounts of a member to another one, and says which; their people are judged again a moment later. */
export async function moveOwned(ctx: Ctx, fromId: string, toId: string): Promise<string[]> {
  const rows = await ctx.db
    .updateTable('accounts')
    .set((eb) => ({ ownerId: toId, updatedAt: ctx.now, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('ownerId', '=', fromId)
    .returning('id')
    .execute();
  const ids = rows.map(({ id }) => id);
  await ctx.db
    .updateTable('contacts')
    .set({ validUntil: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`account_id = any(${ids}::uuid[])`)
    .execute();
  return ids;
}
