import type { Ctx } from '../../context.ts';
import { moveConsents } from '../consents/move-consents.ts';
import { foldContacts, listClaimOwners } from '../identities/fold-identities.ts';
import { pinIdentitiesOf } from '../identities/pin-identities.ts';
import { writeFolding } from '../identities/write-folding.ts';
import { toTelling } from './plan-tellings.ts';
import { tellContacts } from './tell-contacts.ts';

/**
 * Makes two contacts two people whatever messages say, with the identities that each has: what the messages of one had told of
 * the other goes to whom it is about.
 */
export async function splitPeople(ctx: Ctx, { keepId, dropId }: { keepId: string; dropId: string }): Promise<void> {
  const both = [keepId, dropId];
  await pinIdentitiesOf(ctx, both);
  const folding = await foldContacts(ctx, both);
  const owned = listClaimOwners(folding).flatMap(({ claim, to }) =>
    to === keepId || to === dropId ? [{ claim, contactId: to }] : [],
  );
  const ofDrop = owned.filter(({ contactId }) => contactId === dropId);
  await moveConsents(
    ctx,
    ofDrop.map(({ claim }) => ({ claimKey: claim.key, contactId: dropId })),
  );
  await tellContacts(
    ctx,
    owned.map(({ claim, contactId }) => toTelling(ctx, claim, contactId)),
    { lost: ofDrop.map(({ claim }) => toTelling(ctx, claim, keepId)), retold: new Set(both), joined: [] },
  );
  await writeFolding(ctx, folding);
}
