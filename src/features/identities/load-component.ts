import type { Ctx } from '../../context.ts';
import { idsOf } from './record-claims.ts';
import {
  type ClaimRow,
  type IdentityRow,
  selectClaims,
  selectIdentitiesOf,
  selectTurns,
  selectWithTurns,
} from './store.ts';

/** Identities with all claims that could say who they are, and with all others of the same people. */
export type Component = {
  readonly identities: ReadonlyMap<number, IdentityRow>;
  readonly claims: readonly ClaimRow[];
};

/**
 * All that some identities may have to do with: who was claimed together with them, theirs in turn, and what else their contacts
 * have. It does not go on through a browser that too many claim.
 */
export async function loadComponent(ctx: Ctx, seeds: readonly number[]): Promise<Component> {
  const identities = new Map<number, IdentityRow>();
  const claims = new Map<string, ClaimRow>();
  const contacts = new Set<string>();
  const asked = new Set<number>();
  let wanted = new Set(seeds);
  while (wanted.size > 0) {
    const missing = [...wanted].filter((id) => !identities.has(id));
    const rows = missing.length === 0 ? [] : await selectWithTurns(ctx, missing);
    for (const row of rows) identities.set(row.id, row);
    const fresh = new Set(rows.flatMap(({ contactId, pinnedTo }) => [contactId, pinnedTo]).flatMap((id) => id ?? []));
    const unseen = [...fresh].filter((id) => !contacts.has(id));
    for (const id of unseen) contacts.add(id);
    const others = unseen.length === 0 ? [] : await selectIdentitiesOf(ctx, unseen);
    for (const row of others) identities.set(row.id, identities.get(row.id) ?? row);
    const ask = [...wanted, ...others.map(({ id }) => id)].filter((id) => {
      const row = identities.get(id);
      return row !== undefined && row.kind !== 'turn' && !row.crowded && !asked.has(id);
    });
    for (const id of ask) asked.add(id);
    const said = ask.length === 0 ? [] : await selectClaims(ctx, ask);
    for (const claim of said) claims.set(claim.key.toString('hex'), claim);
    wanted = new Set(said.flatMap(idsOf).filter((id) => !asked.has(id) && identities.get(id)?.crowded !== true));
  }
  const bases = [...identities.values()].filter(({ kind }) => kind === 'anonymous').map(({ id }) => id);
  const turns = bases.length === 0 ? [] : await selectTurns(ctx, bases);
  for (const row of turns) identities.set(row.id, row);
  return { identities, claims: [...claims.values()] };
}
