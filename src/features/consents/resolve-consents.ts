import type { Ctx } from '../../context.ts';
import type { ConsentStatus } from '../../db/people-tables.ts';
import { type NewConsent, selectConsents } from './store.ts';

/**
 * What holds of each purpose for the contacts of some new consents, those included: the latest word, also where it arrived
 * before an earlier one.
 */
export async function resolveConsents(
  ctx: Ctx,
  fresh: readonly NewConsent[],
): Promise<Map<string, Record<string, ConsentStatus>>> {
  if (fresh.length === 0) return new Map();
  const ids = [...new Set(fresh.map(({ contactId }) => contactId))];
  const latest = new Map<string, Map<string, { status: ConsentStatus; at: Date }>>();
  for (const { contactId, purpose, status, at } of [...(await selectConsents(ctx, ids)), ...fresh]) {
    const ofContact = latest.get(contactId) ?? new Map<string, { status: ConsentStatus; at: Date }>();
    const known = ofContact.get(purpose);
    if (known === undefined || at >= known.at) ofContact.set(purpose, { status, at });
    latest.set(contactId, ofContact);
  }
  return new Map(
    [...latest].map(([id, purposes]) => [
      id,
      Object.fromEntries([...purposes].map(([purpose, { status }]) => [purpose, status])),
    ]),
  );
}
