import type { Ctx } from '../../context.ts';
import { recordChanges } from '../audit/record-change.ts';
import { cancelClocks } from '../clocks/cancel-clocks.ts';
import { recordEvents } from '../events/record-events.ts';
import { withdrawWaiting } from './store.ts';

/**
 * Takes back the leads of contacts that wait, be it for information or for somebody: they were removed, or moved out of the
 * stages. What was owed for them is cancelled. In the transaction of the cause, which holds the contacts.
 */
export async function withdrawLeads(ctx: Ctx, contactIds: readonly string[]): Promise<void> {
  const rows = await withdrawWaiting(ctx, contactIds);
  if (rows.length === 0) return;
  await cancelClocks(ctx, { handoffIds: [], qualificationIds: rows.map(({ id }) => id) });
  const verb = 'lead.withdrawn';
  await recordChanges(
    ctx,
    rows.map(({ id, contactId, status }) => ({
      ...{ verb, object: 'qualification', objectId: id },
      ...{ before: { status }, after: { status: 'withdrawn', contactId } },
    })),
  );
  await recordEvents(
    ctx,
    rows.map(({ id, contactId }) => ({
      ...{ kind: verb, object: 'qualification', objectId: id, memberIds: [], details: { contactId } },
    })),
  );
}
