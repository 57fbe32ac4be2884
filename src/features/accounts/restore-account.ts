import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { auditAccount } from './change-account.ts';
import { readAccount } from './read-account.ts';
import { saveAccounts } from './save-accounts.ts';
import type { Account } from './schema.ts';
import { lockAccount } from './store.ts';

/** Brings back a company that was removed; one that was not stays as it is. */
export async function restoreAccount(ctx: Ctx, accountId: string): Promise<Account> {
  return tx(ctx, async (ctx) => {
    const row = requireFound('account', await lockAccount(ctx, accountId));
    const { mergedInto: _, domains, ...before } = row;
    if (before.deletedAt !== null) {
      await saveAccounts(ctx, [{ before, after: { ...before, deletedAt: null } }]);
      await recordChange(ctx, {
        verb: 'account.restored',
        object: 'account',
        objectId: accountId,
        after: { ...auditAccount(before), domains },
      });
      await judgeEdited(ctx, 'account', [accountId]);
    }
    return readAccount(ctx, accountId);
  });
}
