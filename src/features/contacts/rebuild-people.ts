import { type Ctx, tx } from '../../context.ts';
import { moveConsents } from '../consents/move-consents.ts';
import { type Folding, foldIdentities, listClaimOwners } from '../identities/fold-identities.ts';
import { writeFolding } from '../identities/write-folding.ts';
import { joinPeople } from './join-people.ts';
import { planTellings, toTelling } from './plan-tellings.ts';
import { tellContacts } from './tell-contacts.ts';

export type RebuiltPeople = {
  /** Identities that were looked at. */
  readonly seen: ReadonlySet<number>;
  /** Identities that were somebody else's, and contacts of which messages say something else. */
  readonly wrongOwners: number;
  readonly wrongContacts: readonly string[];
  /** Touches that were under another turn of their browser. */
  readonly wrongTouches: number;
};

/** Undoes what a check has written. */
class Unwritten extends Error {}

/**
 * Works out anew, from all claims, who some identities are and what messages say of their contacts, and writes what differs;
 * with `check` nothing stays written. What people decided and wrote by hand stands.
 */
export async function rebuildPeople(ctx: Ctx, ids: readonly number[], check: boolean): Promise<RebuiltPeople> {
  let rebuilt: RebuiltPeople | undefined;
  try {
    await tx(ctx, async (ctx) => {
      const folding = await foldIdentities(ctx, ids);
      rebuilt = await rebuild(ctx, folding);
      if (check) throw new Unwritten();
    });
  } catch (error) {
    if (!(error instanceof Unwritten)) throw error;
  }
  if (rebuilt === undefined) throw new Error('Nothing was rebuilt');
  return rebuilt;
}

async function rebuild(ctx: Ctx, folding: Folding): Promise<RebuiltPeople> {
  const dropped = new Set(folding.plan.merged.map(({ dropId }) => dropId));
  const owned = listClaimOwners(folding);
  const contacts = new Set([...folding.ownerOf.values()].filter((id) => !dropped.has(id)));
  const { namings, moved } = planTellings(ctx, folding, contacts);
  await moveConsents(ctx, moved);
  await joinPeople(ctx, folding);
  const wrongContacts = await tellContacts(
    ctx,
    [...owned.flatMap(({ claim, to }) => (to === null ? [] : [toTelling(ctx, claim, to)])), ...namings],
    {
      // Told anew from nothing: a value that no message says any more goes, too.
      lost: owned.flatMap(({ claim, from }) => (from === null ? [] : [toTelling(ctx, claim, from)])),
      retold: contacts,
      joined: folding.plan.merged,
    },
  );
  const { handed, touches } = await writeFolding(ctx, folding, 'all');
  return {
    seen: new Set(folding.component.identities.keys()),
    wrongOwners: handed,
    wrongContacts,
    wrongTouches: touches,
  };
}
