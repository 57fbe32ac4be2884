import type { Ctx } from '../../context.ts';
import type { Moved } from '../../db/merge-tables.ts';
import { recordChanges } from '../audit/record-change.ts';
import { reopenClocks } from '../clocks/reopen-clocks.ts';
import { recordEvents } from '../events/record-events.ts';
import { findHolders, moveToContacts, reopenRows, selectReopenable } from './store.ts';

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
  await tellReopened(ctx, again);
  return cancelled.filter(({ id }) => !able.has(id)).map(({ id }) => id);
}

async function tellReopened(ctx: Ctx, rows: Moved['cancelled']): Promise<void> {
  if (rows.length === 0) return;
  const verb = 'handoff.reopened';
  const ids = rows.map(({ id }) => id);
  await recordChanges(
    ctx,
    rows.map(({ id, status }) => ({
      ...{ verb, object: 'handoff', objectId: id },
      ...{ before: { status: 'cancelled' }, after: { status } },
    })),
  );
  await recordEvents(
    ctx,
    (await findHolders({ ...ctx, reach: 'all' }, ids)).map(({ id, memberId, contactId }) => ({
      ...{ kind: verb, object: 'handoff', objectId: id, memberIds: [memberId], details: { contactId } },
    })),
  );
}
