import type { Ctx } from '../../context.ts';
import type { AccountTraits } from '../../core/capture/read-traits.ts';
import { tellAccount } from '../../core/capture/tell-fields.ts';
import { companyKey } from '../../core/identity/company.ts';
import { newId } from '../../db/ids.ts';
import { saveAccounts } from './save-accounts.ts';
import { type AccountValues, insertDomains, lockAccounts } from './store.ts';

/** What a message says of a company; `at` is when it happened, epoch milliseconds. `domain` may come from an e-mail address. */
export type AccountClaim = { readonly traits: AccountTraits; readonly at: number; readonly source: string };

/**
 * Finds or makes the account that each claim is about and writes down what is said of it, each field as it was told last: by
 * domain, else by a name that exactly one account has. One answer a claim, null where it names no company.
 */
export async function resolveAccounts(ctx: Ctx, claims: readonly AccountClaim[]): Promise<(string | null)[]> {
  const told = claims.filter(({ traits }) => traits.domain !== undefined || traits.name !== undefined);
  if (told.length === 0) return claims.map(() => null);
  const domains = [...new Set(told.flatMap(({ traits }) => traits.domain ?? []))];
  const keys = [...new Set(told.flatMap(({ traits }) => (traits.name === undefined ? [] : companyKey(traits.name))))];
  const rows = await lockAccounts(
    ctx,
    domains,
    keys.filter((key) => key !== ''),
  );
  const byDomain = new Map(rows.flatMap((row) => row.domains.map((domain) => [domain, row.id] as const)));
  const byName = new Map<string, string[]>();
  for (const { id, companyKey: key } of rows) if (key !== null) byName.set(key, [...(byName.get(key) ?? []), id]);
  const before = new Map<string, AccountValues>(rows.map(({ domains: _, ...row }) => [row.id, row]));
  const after = new Map<string, { account: AccountValues; source: string }>();
  const newDomains: { domain: string; accountId: string }[] = [];
  const found = claims.map(({ traits, at, source }) => {
    if (traits.domain === undefined && traits.name === undefined) return null;
    const key = traits.name === undefined ? '' : companyKey(traits.name);
    const named = byName.get(key) ?? [];
    const known =
      traits.domain === undefined ? (named.length === 1 ? named[0] : undefined) : byDomain.get(traits.domain);
    const id = known ?? newId(ctx.now);
    const account = after.get(id)?.account ?? before.get(id) ?? blankAccount(id, ctx.now);
    after.set(id, { account: hear(account, traits, at), source });
    if (traits.domain !== undefined && !byDomain.has(traits.domain)) {
      byDomain.set(traits.domain, id);
      newDomains.push({ domain: traits.domain, accountId: id });
    }
    if (known === undefined && key !== '') byName.set(key, [...named, id]);
    return id;
  });
  await saveAccounts(
    ctx,
    [...after].map(([id, { account, source }]) => ({ before: before.get(id) ?? null, after: account, source })),
  );
  await insertDomains(ctx, newDomains);
  return found;
}

export const blankAccount = (id: string, createdAt: Date): AccountValues => ({
  id,
  name: null,
  domain: null,
  industry: null,
  country: null,
  employees: null,
  revenue: null,
  ownerId: null,
  tier: null,
  isTarget: false,
  fields: {},
  toldAt: {},
  companyKey: null,
  createdAt,
  deletedAt: null,
  version: 0,
});

function hear(account: AccountValues, traits: AccountTraits, at: number): AccountValues {
  const { values, toldAt } = tellAccount({ values: account, toldAt: account.toldAt }, traits, at);
  return { ...values, toldAt, domain: account.domain ?? traits.domain ?? null };
}
