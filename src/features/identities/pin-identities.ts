import type { Ctx } from '../../context.ts';
import type { IdentityKind } from '../../db/people-tables.ts';
import { updatePins, updatePinsOf } from './store.ts';

/** Settles whose some identities are by the word of a person: messages do not change that any more. Those that are not there are left out. */
export async function pinIdentities(
  ctx: Ctx,
  pins: readonly { kind: IdentityKind; value: string; contactId: string }[],
): Promise<void> {
  await updatePins(ctx, pins);
}

/** Settles that the identities of some contacts stay theirs: somebody has said who is one person, or who is not. */
export async function pinIdentitiesOf(ctx: Ctx, contactIds: readonly string[]): Promise<void> {
  await updatePinsOf(ctx, contactIds);
}
