import type { Ctx } from '../../context.ts';
import { recordChanges } from '../audit/record-change.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { auditAccount, changeAccount } from './change-account.ts';
import { saveAccounts } from './save-accounts.ts';
import type { AccountChange } from './schema.ts';
import { type AccountValues, lockAccountsById } from './store.ts';

/** Domains belong to one company each: they are changed one by one. */
export type SharedAccountChange = Omit<AccountChange, 'domains'>;

/**
 * Changes many companies in the caller's transaction, each as `decide` says of what it is now; their people are judged again.
 *
 * @param findReached which of those that are locked now stand within reach of the caller
 * @returns what was and what is of each that was reached, as the audit log keeps it
 */
export async function changeAccounts(
  ctx: Ctx,
  ids: readonly string[],
  findReached: (ctx: Ctx) => Promise<ReadonlySet<string>>,
  decide: (current: AccountValues) => SharedAccountChange,
): Promise<{ id: string; before: Record<string, unknown>; after: Record<string, unknown> }[]> {
  const rows = await lockAccountsById(ctx, ids);
  const reached = await findReached(ctx);
  const saves = rows
    .filter(({ id }) => reached.has(id))
    .map(({ domains: _, ...before }) => ({ before, after: changeAccount(ctx, before, decide(before), []) }));
  await saveAccounts(ctx, saves);
  const told = saves.map(({ before, after }) => ({
    id: before.id,
    before: auditAccount(before),
    after: auditAccount(after),
  }));
  const changed = told.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  await recordChanges(
    ctx,
    changed.map(({ id, ...values }) => ({ verb: 'account.edited', object: 'account', objectId: id, ...values })),
  );
  await judgeEdited(
    ctx,
    'account',
    changed.map(({ id }) => id),
  );
  return told;
}
