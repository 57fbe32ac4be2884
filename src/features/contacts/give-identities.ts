import type { Ctx } from '../../context.ts';
import { findIdentities } from '../identities/find-identities.ts';
import { moveIdentities } from '../identities/move-identities.ts';

/** The identity of each of some contacts under which touches are stored that name nobody else: made where there is none. */
export async function giveIdentities(ctx: Ctx, contactIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await findIdentities(
    ctx,
    contactIds.map((value) => ({ kind: 'contact', value })),
  );
  const fresh = [...rows.values()].filter(({ contactId }) => contactId === null);
  await moveIdentities(
    ctx,
    fresh.map(({ id, value }) => ({ id, contactId: value })),
  );
  return new Map([...rows.values()].map(({ value, id }) => [value, id]));
}
