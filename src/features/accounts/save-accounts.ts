import type { Ctx } from '../../context.ts';
import { storeTexts } from '../../core/agreement/stored-text.ts';
import { companyKey } from '../../core/identity/company.ts';
import { accountFields, listDifferences } from '../../core/record-fields.ts';
import { sortKey } from '../../core/text.ts';
import { recordFieldChanges } from '../field-changes/record-field-changes.ts';
import { type AccountValues, saveAccountRows } from './store.ts';

/** An account that is to be as `after` says; `before` is null for a new one. `source` is that of a message. */
export type AccountSave = { before: AccountValues | null; after: AccountValues; source?: string };

/**
 * Writes accounts with what follows from their values and the dated changes of their fields, in the caller's transaction. One
 * of which nothing differs is not written; one of which only was told again what was known keeps its version.
 */
export async function saveAccounts(ctx: Ctx, saves: readonly AccountSave[]): Promise<void> {
  const changed = saves
    .map(({ before, after, ...said }) => ({ before, after: completeAccount(after), ...said }))
    .filter(({ before, after }) => before === null || JSON.stringify(before) !== JSON.stringify(after));
  await saveAccountRows(ctx, {
    made: changed.flatMap(({ before, after }) =>
      before === null ? [{ ...after, ...indexAccount(after), version: 1 }] : [],
    ),
    changed: changed.flatMap(({ before, after }) => {
      if (before === null) return [];
      const isSame = JSON.stringify(withoutTold(before)) === JSON.stringify(withoutTold(after));
      return [{ ...after, ...indexAccount(after), version: isSame ? before.version : before.version + 1 }];
    }),
  });
  await recordFieldChanges(
    ctx,
    changed.flatMap(({ before, after, source }) =>
      before === null
        ? []
        : listDifferences(accountFields, before, after).map((difference) => {
            const told = after.toldAt[difference.field];
            return {
              object: 'account' as const,
              recordId: after.id,
              ...difference,
              at: told === undefined ? ctx.now : new Date(told),
              ...(source === undefined ? {} : { source }),
            };
          }),
    ),
  );
}

const withoutTold = ({ toldAt: _, ...values }: AccountValues) => values;

const completeAccount = (account: AccountValues): AccountValues => ({
  ...account,
  companyKey: account.name === null ? null : companyKey(account.name) || null,
});

/** The forms in which an account is ordered and compared. */
function indexAccount({ name, domain, industry, country, fields }: AccountValues) {
  const own = Object.fromEntries(Object.entries(fields).map(([key, value]) => [`custom.${key}`, value]));
  return { sortKey: sortKey(name ?? domain ?? ''), texts: storeTexts({ name, domain, industry, country, ...own }) };
}
