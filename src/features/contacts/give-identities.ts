import type { Ctx } from '../../context.ts';
import { ensureIdentities, linkIdentities } from './store.ts';

/** The identity of each of some contacts under which touches are stored that name nobody else: made where there is none. */
export async function giveIdentities(ctx: Ctx, contactIds: readonly string[]): Promise<Map<string, number>> {
  if (contactIds.length === 0) return new Map();
  const refs = [...new Set(contactIds)].map((value) => ({ kind: 'contact' as const, value }));
  const rows = await ensureIdentities(ctx, refs);
  const known = new Set(rows.flatMap(({ contactId, value }) => (contactId === null ? [] : [value])));
  await linkIdentities(
    ctx,
    refs.filter(({ value }) => !known.has(value)).map((identity) => ({ identity, contactId: identity.value })),
  );
  return new Map(rows.map(({ value, id }) => [value, id]));
}
