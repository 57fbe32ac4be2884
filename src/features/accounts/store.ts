import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';

const shown = ['id', 'name', 'domain', 'industry', 'country', 'employees', 'fields', 'ownerId', 'companyKey'] as const;

/** Accounts by a domain of theirs, or by the key of their name; locked until the transaction ends. */
export async function lockAccounts(ctx: Ctx, domains: readonly string[], companyKeys: readonly string[]) {
  const rows = await ctx.db
    .selectFrom('accounts as a')
    .select(shown.map((column) => `a.${column}` as const))
    .select(
      sql<string[]>`array(
        select d.domain from account_domains d where d.workspace_id = a.workspace_id and d.account_id = a.id
      )`.as('domains'),
    )
    .where('a.workspaceId', '=', ctx.workspace)
    .where('a.deletedAt', 'is', null)
    .where('a.mergedInto', 'is', null)
    .where(
      sql<boolean>`(a.company_key = any(${companyKeys}::text[]) or a.id in (
        select d.account_id from account_domains d
        where d.workspace_id = ${ctx.workspace} and d.domain = any(${domains}::text[])
      ))`,
    )
    .orderBy('a.id')
    .forUpdate('a')
    .execute();
  return rows;
}

export type AccountValues = {
  id: string;
  name: string | null;
  sortKey: string;
  companyKey: string | null;
  domain: string | null;
  industry: string | null;
  country: string | null;
  employees: number | null;
  fields: Record<string, unknown>;
  texts: Record<string, unknown>;
};

/** Writes accounts whole: new ones are made, others get these values. */
export async function saveAccounts(ctx: Ctx, accounts: readonly AccountValues[]): Promise<void> {
  if (accounts.length === 0) return;
  const sorted = [...accounts].sort((a, b) => (a.id < b.id ? -1 : 1));
  await ctx.db
    .insertInto('accounts')
    .values(
      sorted.map(({ fields, texts, ...values }) => ({
        workspaceId: ctx.workspace,
        ...values,
        fields: JSON.stringify(fields),
        texts: JSON.stringify(texts),
        createdAt: ctx.now,
        updatedAt: ctx.now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'id']).doUpdateSet(({ ref }) => ({
        name: ref('excluded.name'),
        sortKey: ref('excluded.sortKey'),
        companyKey: ref('excluded.companyKey'),
        domain: ref('excluded.domain'),
        industry: ref('excluded.industry'),
        country: ref('excluded.country'),
        employees: ref('excluded.employees'),
        fields: ref('excluded.fields'),
        texts: ref('excluded.texts'),
        updatedAt: ref('excluded.updatedAt'),
        version: sql`accounts.version + 1`,
      })),
    )
    .execute();
}

export async function insertDomains(
  ctx: Ctx,
  domains: readonly { domain: string; accountId: string }[],
): Promise<void> {
  if (domains.length === 0) return;
  await ctx.db
    .insertInto('accountDomains')
    .values(
      [...domains]
        .sort((a, b) => (a.domain < b.domain ? -1 : 1))
        .map((one) => ({ workspaceId: ctx.workspace, ...one })),
    )
    .onConflict((conflict) => conflict.columns(['workspaceId', 'domain']).doNothing())
    .execute();
}
