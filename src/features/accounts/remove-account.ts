import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { auditAccount } from './change-account.ts';
import { saveAccounts } from './save-accounts.ts';
import { lockAccount } from './store.ts';

/** Removes a company from every list and from what is known of its people; it can be restored. */
export async function removeAccount(ctx: Ctx, accountId: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    const row = await lockAccount(ctx, accountId);
    const { mergedInto: _, domains, ...before } = requireFound('account', row?.deletedAt === null ? row : undefined);
    await saveAccounts(ctx, [{ before, after: { ...before, deletedAt: ctx.now } }]);
    await recordChange(ctx, {
      verb: 'account.removed',
      object: 'account',
      objectId: accountId,
      before: { ...auditAccount(before), domains },
    });
    await judgeEdited(ctx, 'account', [accountId]);
  });
}
