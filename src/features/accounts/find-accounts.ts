import type { Ctx } from '../../context.ts';
import { type AccountRow, lockAccounts, lockAccountsById } from './store.ts';

/** Accounts by id, by a domain of theirs or by the key of their name, each once; locked until the transaction ends. */
export async function findAccounts(
  ctx: Ctx,
  { ids, domains, companyKeys }: { ids: readonly string[]; domains: readonly string[]; companyKeys: readonly string[] },
): Promise<AccountRow[]> {
  const byId = ids.length === 0 ? [] : await lockAccountsById(ctx, ids);
  const others = domains.length + companyKeys.length === 0 ? [] : await lockAccounts(ctx, domains, companyKeys);
  return [...new Map([...byId, ...others].map((row) => [row.id, row])).values()];
}
