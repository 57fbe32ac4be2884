import { type Ctx, tx } from '../../context.ts';
import { matchAccounts } from '../../core/matching/match-accounts.ts';
import { matchContacts } from '../../core/matching/match-contacts.ts';
import { recordChange } from '../audit/record-change.ts';
import { toAccountFacts, toContactFacts } from './find-duplicates.ts';
import { type FoundPair, noteDuplicates } from './note-duplicates.ts';
import { scanAccounts, scanContacts, selectAccountFacts, selectContactFacts } from './store.ts';

/** So many pairs of a kind are compared by one scan; those that it does not reach are for the next. */
const mostPairs = 5_000;

/** Looks for duplicates among all people and companies and puts them into the queue. Says how many are new. */
export async function scanDuplicates(ctx: Ctx): Promise<number> {
  return tx(ctx, async (ctx) => {
    const people = await scanContacts(ctx, mostPairs);
    const contacts = new Map(
      (await selectContactFacts(ctx, idsOf(people))).map((row) => [row.id, toContactFacts(row)]),
    );
    const companies = await scanAccounts(ctx, mostPairs);
    const accounts = new Map((await selectAccountFacts(ctx, idsOf(companies))).map((row) => [row.id, row]));
    const found = [
      ...people.flatMap(({ firstId, secondId }): FoundPair[] => {
        const [a, b] = [contacts.get(firstId), contacts.get(secondId)];
        if (a === undefined || b === undefined) return [];
        const { decision, score, reasons } = matchContacts(a, b);
        const why = reasons.map((reason) => reason.why);
        return decision === 'distinct'
          ? []
          : [{ object: 'contact', ids: [firstId, secondId], score, reasons: why, foundBy: 'scan' }];
      }),
      ...companies.flatMap(({ firstId, secondId }): FoundPair[] => {
        const [a, b] = [accounts.get(firstId), accounts.get(secondId)];
        if (a === undefined || b === undefined) return [];
        const { score, reasons, isLikely } = matchAccounts(toAccountFacts(a), toAccountFacts(b));
        return isLikely ? [{ object: 'account', ids: [firstId, secondId], score, reasons, foundBy: 'scan' }] : [];
      }),
    ];
    const made = await noteDuplicates(ctx, found);
    if (made.length > 0) {
      const after = { found: made.length };
      await recordChange(ctx, { verb: 'duplicates.found', object: 'duplicate', objectId: null, after });
    }
    return made.length;
  });
}

/** Has the scan of this workspace done by a job. */
export async function enqueueScan(ctx: Ctx): Promise<void> {
  await tx(ctx, async (ctx) => {
    await recordChange(ctx, { verb: 'duplicates.scan-asked', object: 'duplicate', objectId: null });
    await ctx.enqueue(ctx.db, 'scan-duplicates', { workspace: ctx.workspace });
  });
}

const idsOf = (pairs: readonly { firstId: string; secondId: string }[]): string[] => [
  ...new Set(pairs.flatMap(({ firstId, secondId }) => [firstId, secondId])),
];
