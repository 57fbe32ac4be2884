import type { Ctx } from '../../context.ts';
import { type ClaimRow, saveClaims, selectClaimTimes } from './store.ts';

export type { ClaimRow } from './store.ts';

/**
 * Keeps what messages claim. Gives the identities about which something new was claimed, or earlier than was known: only for
 * those can it change who is who.
 */
export async function recordClaims(ctx: Ctx, given: readonly ClaimRow[]): Promise<number[]> {
  if (given.length === 0) return [];
  const claims = new Map<string, ClaimRow>();
  for (const claim of given) {
    const key = claim.key.toString('hex');
    const known = claims.get(key);
    claims.set(key, known === undefined ? claim : joinTimes(known, claim));
  }
  const known = await selectClaimTimes(
    ctx,
    [...claims.values()].map(({ key }) => key),
  );
  const times = new Map(known.map((row) => [row.key.toString('hex'), row]));
  const changed = [...claims].flatMap(([key, claim]) => {
    const before = times.get(key);
    const isEarlier = before === undefined || claim.at < before.at;
    return isEarlier || claim.lastAt > before.lastAt ? [{ claim, isEarlier }] : [];
  });
  await saveClaims(
    ctx,
    changed.map(({ claim }) => claim),
  );
  const seeds = changed.filter(({ isEarlier }) => isEarlier).flatMap(({ claim }) => idsOf(claim));
  return [...new Set(seeds)];
}

/** The identities that a claim names. */
export function idsOf({ userId, emailId, anonymousId, previousUserId, previousAnonymousId }: ClaimRow): number[] {
  return [userId, emailId, anonymousId, previousUserId, previousAnonymousId].flatMap((id) => id ?? []);
}

function joinTimes(a: ClaimRow, b: ClaimRow): ClaimRow {
  const times = [a.at, b.at, a.lastAt, b.lastAt].map((time) => time.getTime());
  return { ...a, at: new Date(Math.min(...times)), lastAt: new Date(Math.max(...times)) };
}
