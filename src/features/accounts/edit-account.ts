import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { checkOwner } from '../contacts/check-owner.ts';
import { readCustomValues } from '../custom-fields/read-custom-values.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { auditAccount, changeAccount, readDomains } from './change-account.ts';
import { readAccount } from './read-account.ts';
import { saveAccounts } from './save-accounts.ts';
import type { Account, AccountChange } from './schema.ts';
import { deleteDomains, insertDomains, lockAccount, selectDomains } from './store.ts';

/** Changes what is known of a company; its people are judged again. What is left out of the change stays; null takes away. */
export async function editAccount(
  ctx: Ctx,
  accountId: string,
  version: number,
  given: AccountChange,
): Promise<Account> {
  return tx(ctx, async (ctx) => {
    const change = { ...given, fields: await readCustomValues(ctx, 'account', given.fields) };
    await checkOwner(ctx, change.ownerId, '#/ownerId');
    const row = requireVersion('account', await lockAccount(ctx, accountId), version);
    const { mergedInto, domains: had, ...before } = row;
    if (mergedInto !== null || before.deletedAt !== null) {
      const detail =
        mergedInto === null ? 'was removed. Restore it first.' : 'was merged into another one. Edit that one.';
      throw new BatonError('conflict', 'account.not-standing', `This company ${detail}`);
    }
    const domains = change.domains === undefined ? had : readDomains(change.domains);
    const taken = (await selectDomains(ctx, domains)).filter((one) => one.accountId !== accountId);
    if (taken[0] !== undefined) {
      const detail = `Another company has the domain ${taken[0].domain} already.`;
      throw new BatonError('conflict', 'account.domain-taken', detail, { errors: [{ pointer: '#/domains', detail }] });
    }
    const after = changeAccount(ctx, before, change, domains);
    await saveAccounts(ctx, [{ before, after }]);
    const gone = had.filter((domain) => !domains.includes(domain));
    const come = domains.filter((domain) => !had.includes(domain));
    if (gone.length > 0) await deleteDomains(ctx, accountId, gone);
    await insertDomains(
      ctx,
      come.map((domain) => ({ domain, accountId })),
    );
    if (JSON.stringify(auditAccount(before)) !== JSON.stringify(auditAccount(after)) || gone.length + come.length > 0) {
      await recordChange(ctx, {
        verb: 'account.edited',
        object: 'account',
        objectId: accountId,
        before: { ...auditAccount(before), domains: had },
        after: { ...auditAccount(after), domains },
      });
      await judgeEdited(ctx, 'account', [accountId]);
    }
    return readAccount(ctx, accountId);
  });
}
