import type { Ctx } from '../../context.ts';
import type { ConsentStatus } from '../../db/people-tables.ts';
import { selectConsents } from './store.ts';

/** What holds of each purpose for some contacts: the latest word, also where it arrived before an earlier one. */
export async function resolveConsents(
  ctx: Ctx,
  contactIds: readonly string[],
): Promise<Map<string, Record<string, ConsentStatus>>> {
  if (contactIds.length === 0) return new Map();
  const settled = new Map<string, Record<string, ConsentStatus>>();
  for (const { contactId, purpose, status } of await selectConsents(ctx, contactIds)) {
    settled.set(contactId, { ...settled.get(contactId), [purpose]: status });
  }
  return settled;
}
