import type { Ctx } from '../../context.ts';
import { type Folding, listClaimOwners } from '../identities/fold-identities.ts';
import type { ClaimRow } from '../identities/record-claims.ts';
import type { Correction, Telling } from './tell-contacts.ts';

export type TellingPlan = {
  told: Telling[];
  /** Of `told`, what says since when somebody is known. */
  namings: Telling[];
  correction: Correction;
  /** Claims that went from one contact to another. */
  moved: { claimKey: Buffer; contactId: string }[];
};

/**
 * What contacts are to be told, and to forget, because messages turned out to be theirs, or somebody else's. Whoever loses or
 * gets one that was somebody else's is told again everything that messages say of them.
 *
 * @param anew contacts of which it is to be told again since when they are known
 */
export function planTellings(ctx: Ctx, folding: Folding, anew: Iterable<string> = []): TellingPlan {
  const owned = listClaimOwners(folding);
  const moved = owned.filter(({ from, to }) => from !== to);
  const retold = new Set<string>();
  for (const { from, to } of [...moved, ...folding.plan.moved]) {
    if (from === null) continue;
    retold.add(from);
    if (to !== null) retold.add(to);
  }
  const dropped = new Set(folding.plan.merged.map(({ dropId }) => dropId));
  for (const id of dropped) retold.delete(id);
  const told = owned.flatMap(({ claim, from, to }) =>
    to !== null && (retold.has(to) || from !== to) ? [toTelling(ctx, claim, to)] : [],
  );
  const renamed = new Set([...retold, ...folding.plan.created, ...anew]);
  const namings = [...folding.component.identities.values()].flatMap((row): Telling[] => {
    const contactId = folding.ownerOf.get(row.id);
    if (contactId === undefined || !renamed.has(contactId) || row.namedAt === null || row.namedBy === null) return [];
    const at = row.namedAt.getTime();
    return [{ contactId, at, knownAt: at, source: row.namedBy, isNaming: true, says: null, claimKey: null }];
  });
  const lost = moved.flatMap(({ claim, from }) => (from === null ? [] : [toTelling(ctx, claim, from)]));
  return {
    told: [...told, ...namings],
    namings,
    correction: { lost, retold, joined: folding.plan.merged },
    moved: moved.flatMap(({ claim, from, to }) =>
      from === null || to === null || claim.says?.consent === undefined ? [] : [{ claimKey: claim.key, contactId: to }],
    ),
  };
}

/** Of what was told again within the hour, the last time counts. */
export function toTelling(ctx: Ctx, { lastAt, source, says, key }: ClaimRow, contactId: string): Telling {
  return {
    contactId,
    at: lastAt.getTime(),
    knownAt: ctx.now.getTime(),
    source,
    isNaming: false,
    says,
    claimKey: key,
  };
}
