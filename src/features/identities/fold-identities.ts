import type { Ctx } from '../../context.ts';
import {
  type Claim,
  type ClaimNode,
  type FoldedClaims,
  findCrowded,
  foldClaims,
} from '../../core/identity/fold-claims.ts';
import { type OwnedNode, type OwnerPlan, planOwners } from '../../core/identity/plan-owners.ts';
import { newId } from '../../db/ids.ts';
import { type Component, loadComponent } from './load-component.ts';
import { type ClaimRow, type IdentityRow, selectIdentitiesOf } from './store.ts';

/** The later turns of a browser, with who speaks first. */
export type BrowserTurns = {
  readonly baseId: number;
  readonly turns: readonly { from: Date | null; contactId: string }[];
};

/** What follows from the claims about some identities; nothing of it is written yet. */
export type Folding = {
  readonly component: Component;
  readonly folded: FoldedClaims;
  readonly plan: OwnerPlan;
  /** Of every browser in it, also of those that are nobody's. */
  readonly browsers: readonly BrowserTurns[];
  /** Browsers that too many claim, of which that was not known. */
  readonly crowded: readonly number[];
  /** Whose an identity is then. */
  readonly ownerOf: ReadonlyMap<number, string>;
};

/** Says who is who among some identities and all that they have to do with. */
export async function foldIdentities(ctx: Ctx, seeds: readonly number[]): Promise<Folding> {
  return planFolding(ctx, await loadComponent(ctx, seeds));
}

/** Says who is who among the identities of some contacts and all that they have to do with. */
export async function foldContacts(ctx: Ctx, contactIds: readonly string[]): Promise<Folding> {
  const own = await selectIdentitiesOf(ctx, contactIds);
  return foldIdentities(
    ctx,
    own.map(({ id }) => id),
  );
}

/** The same of a component that is loaded. */
export function planFolding(ctx: Ctx, component: Component): Folding {
  const claims = component.claims.map(toClaim);
  const rows = [...component.identities.values()];
  const folded = foldClaims(claims, rows.flatMap(toNode));
  const plan = planOwners(folded, rows.flatMap(toOwned), () => newId(ctx.now));
  const ownerOf = new Map<number, string>();
  for (const [index, { nodes }] of folded.groups.entries()) {
    const contactId = plan.contactIds[index];
    if (contactId) for (const id of nodes) ownerOf.set(id, contactId);
  }
  const browsers = rows
    .filter(({ kind }) => kind === 'anonymous')
    .map(({ id }): BrowserTurns => {
      const turns = (folded.turns.get(id) ?? []).flatMap(({ from, group }) => {
        const contactId = plan.contactIds[group];
        return contactId ? [{ from: from === null ? null : new Date(from), contactId }] : [];
      });
      return { baseId: id, turns };
    });
  const crowded = [...findCrowded(claims)].filter((id) => component.identities.get(id)?.crowded === false);
  return { component, folded, plan, browsers, crowded, ownerOf };
}

const toClaim = (row: ClaimRow): Claim => ({
  key: row.key.toString('hex'),
  at: row.at.getTime(),
  user: row.userId,
  email: row.emailId,
  anonymous: row.anonymousId,
  previous:
    row.previousUserId === null || row.previousAnonymousId === null
      ? null
      : { user: row.previousUserId, anonymous: row.previousAnonymousId },
});

function toNode({ id, kind, namedAt, pinnedTo, crowded }: IdentityRow): ClaimNode[] {
  if (kind === 'contact' || kind === 'turn') return [];
  const named = kind === 'user' && namedAt !== null ? namedAt.getTime() : null;
  return [{ id, kind, namedAt: named, pin: pinnedTo, isCrowded: crowded }];
}

/** A user id that only an alias named is nobody until a message names it. */
function toOwned({ id, kind, contactId, namedAt }: IdentityRow): OwnedNode[] {
  if (kind !== 'user' && kind !== 'email') return [];
  return namedAt === null && contactId === null ? [] : [{ id, kind, contactId }];
}

/** Whose a claim was before a folding was written, and whose it is then. */
export function listClaimOwners({ component, ownerOf, browsers }: Folding) {
  const turnsOf = new Map(browsers.map(({ baseId, turns }) => [baseId, turns]));
  const before = new Map<number, { from: Date | null; contactId: string | null }[]>();
  for (const { id, kind, baseId, beganAt, contactId } of component.identities.values()) {
    const base = kind === 'anonymous' ? id : baseId;
    if (base !== null) before.set(base, [...(before.get(base) ?? []), { from: beganAt, contactId }]);
  }
  return component.claims.map((claim) => {
    const main = claim.userId ?? claim.emailId;
    if (main !== null) {
      return { claim, from: component.identities.get(main)?.contactId ?? null, to: ownerOf.get(main) ?? null };
    }
    const base = claim.anonymousId;
    const pick = (turns: readonly { from: Date | null; contactId: string | null }[] | undefined) =>
      findTurn(turns ?? [], claim.at)?.contactId ?? null;
    return base === null
      ? { claim, from: null, to: null }
      : { claim, from: pick(before.get(base)), to: pick(turnsOf.get(base)) };
  });
}

/** The turn that runs at an instant. */
export function findTurn<Turn extends { readonly from: Date | null }>(
  turns: readonly Turn[],
  at: Date,
): Turn | undefined {
  let found: Turn | undefined;
  for (const turn of turns) {
    const hasBegun = turn.from === null || turn.from <= at;
    if (hasBegun && (found === undefined || found.from === null || (turn.from ?? at) > found.from)) found = turn;
  }
  return found;
}
