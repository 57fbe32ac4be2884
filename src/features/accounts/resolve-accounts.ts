import type { Ctx } from '../../context.ts';
import { storeTexts } from '../../core/agreement/stored-text.ts';
import type { AccountTraits } from '../../core/capture/read-traits.ts';
import { companyKey } from '../../core/identity/company.ts';
import { sortKey } from '../../core/text.ts';
import { newId } from '../../db/ids.ts';
import { type AccountValues, insertDomains, lockAccounts, saveAccounts } from './store.ts';

/** What messages say of the company of one contact, later ones over earlier ones. `domain` may come from the e-mail. */
export type AccountClaim = { readonly contactId: string; readonly traits: AccountTraits };

/**
 * Finds or makes the account that each contact belongs to and writes down what is said of it: by domain, else by a name
 * that exactly one account has. Contacts of whose company nothing is said are left out of the answer.
 */
export async function resolveAccounts(ctx: Ctx, claims: readonly AccountClaim[]): Promise<Map<string, string>> {
  const told = claims.filter(({ traits }) => traits.domain !== undefined || traits.name !== undefined);
  if (told.length === 0) return new Map();
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
  const accounts = new Map<string, AccountValues>(
    rows.map(({ domains: _, ...row }) => [row.id, { ...row, sortKey: '', texts: {} }]),
  );
  const changed = new Set<string>();
  const newDomains: { domain: string; accountId: string }[] = [];
  const found = new Map<string, string>();
  for (const { contactId, traits } of told) {
    const key = traits.name === undefined ? '' : companyKey(traits.name);
    const named = byName.get(key) ?? [];
    const known =
      traits.domain === undefined ? (named.length === 1 ? named[0] : undefined) : byDomain.get(traits.domain);
    const id = known ?? newId(ctx.now);
    const before = accounts.get(id) ?? blankAccount(id);
    const after = applyTraits(before, traits);
    if (known === undefined || JSON.stringify(after) !== JSON.stringify(before)) changed.add(id);
    accounts.set(id, after);
    if (traits.domain !== undefined && !byDomain.has(traits.domain)) {
      byDomain.set(traits.domain, id);
      newDomains.push({ domain: traits.domain, accountId: id });
    }
    if (known === undefined && key !== '') byName.set(key, [...named, id]);
    found.set(contactId, id);
  }
  await saveAccounts(ctx, [...changed].flatMap((id) => accounts.get(id) ?? []).map(finish));
  await insertDomains(ctx, newDomains);
  return found;
}

const blankAccount = (id: string): AccountValues => ({
  id,
  name: null,
  sortKey: '',
  companyKey: null,
  domain: null,
  industry: null,
  country: null,
  employees: null,
  fields: {},
  texts: {},
});

function applyTraits(before: AccountValues, { custom, domain, ...traits }: AccountTraits): AccountValues {
  return {
    ...before,
    ...traits,
    domain: before.domain ?? domain ?? null,
    fields: { ...before.fields, ...custom },
  };
}

/** What follows from the values: the keys by which an account is sorted, found and compared. */
function finish(account: AccountValues): AccountValues {
  const { name, domain, industry, country, fields } = account;
  const own = Object.fromEntries(Object.entries(fields).map(([key, value]) => [`custom.${key}`, value]));
  return {
    ...account,
    sortKey: sortKey(name ?? domain ?? ''),
    companyKey: name === null ? null : companyKey(name) || null,
    texts: storeTexts({ name, domain, industry, country, ...own }),
  };
}
