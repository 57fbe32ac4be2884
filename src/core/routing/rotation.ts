/**
 * One member's place in the rotation of a pool: a row of `rotation_state`. `given` counts the turns taken and kept.
 * `credit` is what the pool owes the member, in turns: the share of all turns so far, less those taken; 0 is the mean of the
 * team. While somebody is away (`present` false) it holds only the turns given back meanwhile.
 */
export type RotationPlace = { pool: string; memberId: string; given: number; credit: number; present: boolean };

/** Somebody who takes part in a rotation, with a weight above 0 relative to the others. */
export type Contender = { memberId: string; weight: number };

/** Sums of shares drift by some 1e-16 a turn: this is far above that and far below any real difference. */
const tolerance = 1e-9;
/** Looking further ahead than this for a feasible order is not worth it: the balance is scaled down instead. */
const horizon = 10_000;

/**
 * Brings the places of a pool up to date with who is there now. Starters and returners enter at the mean of the team, with the
 * turns that they were given back; what a leaver was owed, or owes, goes to those who stay, by weight.
 *
 * @example
 * settleRotation([], 'team:inbound', [{ memberId: 'ana', weight: 1 }])
 * // [{ pool: 'team:inbound', memberId: 'ana', given: 0, credit: 0, present: true }]
 */
export function settleRotation(
  places: readonly RotationPlace[],
  pool: string,
  present: readonly Contender[],
): RotationPlace[] {
  const weights = new Map(present.map(({ memberId, weight }) => [memberId, weight]));
  const known = new Set(places.map(({ memberId }) => memberId));
  const left = places.filter((place) => place.present && !weights.has(place.memberId));
  const came = present.filter(({ memberId }) => !places.some((place) => place.memberId === memberId && place.present));
  if (left.length === 0 && came.length === 0) return inOrder(places);

  const starters = came.filter(({ memberId }) => !known.has(memberId));
  const settled = [
    ...places.map((place) => ({
      ...place,
      present: weights.has(place.memberId),
      credit: leaves(place) ? 0 : place.credit,
    })),
    ...starters.map(({ memberId }) => ({ pool, memberId, given: 0, credit: 0, present: true })),
  ];
  return inOrder(makeFeasible(balance(settled, weights), weights));

  function leaves(place: RotationPlace): boolean {
    return place.present && !weights.has(place.memberId);
  }
}

/**
 * Whose turn it is among the candidates, and the places afterwards; the places must be settled. Each lead is shared out among
 * the candidates by weight, and the turn goes to the one with a claim on it whose claim becomes a whole turn first. With the
 * same candidates each time nobody is ever a whole turn away from the ideal: the quota method of Balinski and Young (The
 * Quota Method of Apportionment, American Mathematical Monthly 82, 1975), which the usual smooth weighted rotation exceeds
 * for uneven weights. Equal weights take turns in the order of their ids. Null when there is no candidate.
 *
 * @example
 * const contenders = [{ memberId: 'ana', weight: 2 }, { memberId: 'ben', weight: 1 }];
 * takeTurn(settleRotation([], 'p', contenders), contenders).memberId // 'ana'
 */
export function takeTurn(
  places: readonly RotationPlace[],
  candidates: readonly Contender[],
): { memberId: string; places: RotationPlace[] } | null {
  const weights = new Map(candidates.map(({ memberId, weight }) => [memberId, weight]));
  const total = sum(candidates.map(({ weight }) => weight));
  const shared = places.map((place) => {
    const share = (weights.get(place.memberId) ?? 0) / total;
    return share > 0 && place.present ? { ...place, credit: place.credit + share } : place;
  });
  let best: Claim | null = null;
  for (const place of inOrder(shared)) {
    const weight = weights.get(place.memberId);
    if (weight === undefined || !place.present) continue;
    const { memberId, credit } = place;
    const claim = { memberId, credit, isDue: credit > tolerance, wait: (1 - credit) / weight };
    if (best === null || comesBefore(claim, best, tolerance / total)) best = claim;
  }
  if (best === null) return null;
  const { memberId } = best;
  return {
    memberId,
    places: shared.map((place) =>
      place.memberId === memberId ? { ...place, given: place.given + 1, credit: place.credit - 1 } : place,
    ),
  };
}

/** `wait`: how much must still be shared out, per weight, until the claim is a whole turn. */
type Claim = { memberId: string; isDue: boolean; wait: number; credit: number };

/** Nobody has a claim only after many were passed over; then it is whoever would have one first. */
function comesBefore(a: Claim, b: Claim, slack: number): boolean {
  if (a.isDue !== b.isDue) return a.isDue;
  // Of two that are equally urgent the larger claim goes first: it mixes the turns better.
  return Math.abs(a.wait - b.wait) > slack ? a.wait < b.wait : a.credit > b.credit + tolerance;
}

/**
 * Gives a turn back: the lead was bad data, a duplicate, never a lead, or a no-show. The member gets the turn, and what the
 * lead had given to each one's share is taken away again. Somebody who is away finds it on return.
 *
 * @param present those in the rotation now, as for `settleRotation`
 * @example
 * const contenders = [{ memberId: 'ana', weight: 1 }, { memberId: 'ben', weight: 1 }];
 * const { places } = takeTurn(settleRotation([], 'p', contenders), contenders);
 * takeTurn(giveTurnBack(places, 'ana', contenders), contenders).memberId // 'ana'
 */
export function giveTurnBack(
  places: readonly RotationPlace[],
  memberId: string,
  present: readonly Contender[],
): RotationPlace[] {
  const returned = places.map((place) =>
    place.memberId === memberId ? { ...place, given: Math.max(0, place.given - 1), credit: place.credit + 1 } : place,
  );
  const weights = new Map(present.map((contender) => [contender.memberId, contender.weight]));
  return inOrder(balance(returned, weights));
}

/** Moves all who are present by the same amount per weight, so that what they are owed sums to nothing. */
function balance(places: readonly RotationPlace[], weights: ReadonlyMap<string, number>): RotationPlace[] {
  const present = places.filter((place) => place.present);
  const surplus = sum(present.map(({ credit }) => credit));
  const total = sum(present.map(({ memberId }) => weights.get(memberId) ?? 0));
  return places.map((place) => {
    const weight = weights.get(place.memberId);
    return place.present && weight !== undefined
      ? { ...place, credit: place.credit - (surplus * weight) / total }
      : place;
  });
}

/**
 * When many are owed most of a turn and their weights have just grown, no order serves all of them in time. Then what all are
 * owed is scaled down until one does: who is first stays first.
 */
function makeFeasible(places: readonly RotationPlace[], weights: ReadonlyMap<string, number>): RotationPlace[] {
  const present = places.filter((place) => place.present);
  const total = sum(present.map(({ memberId }) => weights.get(memberId) ?? 0));
  const claims = present.map(({ memberId, credit }) => ({ credit, rate: (weights.get(memberId) ?? 0) / total }));
  const overdrawn = sum(claims.map(({ credit }) => Math.max(0, -credit)));
  if (isFeasible(claims)) return [...places];
  const factor = 0.999 / overdrawn;
  return places.map((place) => (place.present ? { ...place, credit: place.credit * factor } : place));
}

/** Whether up to every turn ahead no more whole turns are claimed than there are. */
function isFeasible(claims: readonly { credit: number; rate: number }[]): boolean {
  for (let turn = 1; turn <= horizon; turn += 1) {
    let claimed = 0;
    let overdrawn = 0;
    for (const { credit, rate } of claims) {
      const claim = credit + rate * turn;
      if (claim >= 0) claimed += Math.floor(claim + tolerance);
      else overdrawn -= claim;
    }
    if (claimed > turn) return false;
    // Sums of whole parts are at most the turns, plus what the overdrawn lack: less than one is no whole turn.
    if (overdrawn < 1 - tolerance) return true;
  }
  return false;
}

function inOrder(places: readonly RotationPlace[]): RotationPlace[] {
  return [...places].sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
