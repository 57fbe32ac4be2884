import type { Ctx } from '../../context.ts';
import type { Moved } from '../../db/merge-tables.ts';
import { recordChange } from '../audit/record-change.ts';
import { reopenClocks } from '../clocks/reopen-clocks.ts';
import { moveToContacts, reopenRows, selectReopenable } from './store.ts';

/**
 * Gives handoffs back to the contact that they came from, and lets those go on that the merge had ended, with what is left of
 * their promises. A contact that has got another one since keeps that, and the old one stays cancelled.
 *
 * @param since when they were merged
 * @returns the ids of those that stay cancelled
 */
export async function reopenHandoffs(
  ctx: Ctx,
  mergedId: string,
  { handoffs, cancelled }: Pick<Moved, 'handoffs' | 'cancelled'>,
  since: Date,
): Promise<string[]> {
  if (handoffs.length > 0) {
    await moveToContacts(
      ctx,
      handoffs.map(({ id, number }) => ({ id, number, contactId: mergedId })),
    );
  }
  if (cancelled.length === 0) return [];
  const able = new Set(
    await selectReopenable(
      ctx,
      cancelled.map(({ id }) => id),
    ),
  );
  const again = cancelled.filter(({ id }) => able.has(id));
  await reopenRows(ctx, again);
  await reopenClocks(
    ctx,
    again.flatMap(({ clocks }) => clocks),
    since,
  );
  for (const { id, status } of again) {
    await recordChange(ctx, {
      verb: 'handoff.reopened',
      object: 'handoff',
      objectId: id,
      before: { status: 'cancelled' },
      after: { status },
    });
  }
  return cancelled.filter(({ id }) => !able.has(id)).map(({ id }) => id);
}
