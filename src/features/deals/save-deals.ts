import type { Ctx } from '../../context.ts';
import { type DealValues, insertDealContacts, saveDealRows } from './store.ts';
import { storeDealTexts } from './store-texts.ts';

/** A deal that is to be as `after` says, and with whom it is; `before` is null for a new one. */
export type DealSave = { before: DealValues | null; after: DealValues; contactIds: readonly string[] };

/** Writes deals with what follows from their values, in the caller's transaction. */
export async function saveDeals(ctx: Ctx, saves: readonly DealSave[]): Promise<void> {
  const changed = saves.filter(
    ({ before, after }) => before === null || JSON.stringify(before) !== JSON.stringify(after),
  );
  await saveDealRows(
    ctx,
    changed.map(({ before, after }) => ({
      ...after,
      texts: storeDealTexts(after),
      version: (before?.version ?? 0) + 1,
    })),
  );
  await insertDealContacts(
    ctx,
    saves.flatMap(({ after, contactIds }) => contactIds.map((contactId) => ({ dealId: after.id, contactId }))),
  );
}
