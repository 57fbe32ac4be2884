/**
 * One member's place in the rotation of a pool: a row of `rotation_state`. `given` counts the turns taken and kept.
 * `credit` is the share of all turns so far less those taken, in turns; 0 is the mean of the team, and what somebody has while
 * away (`present` false). `owed` counts turns that were given back and not yet taken again.
 */
export type RotationPlace = {
  pool: string;
  memberId: string;
  given: number;
  credit: number;
  owed: number;
  present: boolean;
};

/** Somebody who takes part in a rotation, with a weight above 0 relative to the others. */
export type Contender = { memberId: string; weight: number };

/** Sums of shares drift by some 1e-16 a turn: this is far above that and far below any real difference. */
const tolerance = 1e-9;
/** How many turns ahead is looked for a turn by which too many are due. */
const horizon = 10_000;
/** With credits that sum to less than one turn on either side there is always an order. */
const scaledTo = 0.999;

/**
 * Brings the places of a pool up to date with who is there now. Starters and returners enter at the mean of the team, with the
 * turns that they were given back; what a leaver lacked, or had too much, goes to those who stay, by weight.
 *
 * @example
 * settleRotation([], 'team:inbound', [{ memberId: 'ana', weight: 1 }])
 * // [{ pool: 'team:inbound', memberId: 'ana', given: 0, credit: 0, owed: 0, present: true }]
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
    ...starters.map(({ memberId }) => ({ pool, memberId, given: 0, credit: 0, owed: 0, present: true })),
  ];
  return inOrder(makeFeasible(balance(settled, weights), weights));

  function leaves(place: RotationPlace): boolean {
    return place.present && !weights.has(place.memberId);
  }
}

/**
 * Whose turn it is among the candidates, and the places afterwards; the places must be settled. Null without a candidate.
 *
 * Whoever is owed a turn that was given back gets it first, beside the rotation. Else the lead is shared out among the
 * candidates by weight, and the turn goes to the one with a claim on it whose claim becomes a whole turn first. With the
 * same candidates each time nobody is ever a whole turn away from the ideal: the quota method of Balinski and Young (The
 * Quota Method of Apportionment, American Mathematical Monthly 82, 1975), which the usual smooth weighted rotation exceeds
 * for uneven weights. Equal weights take turns in the order of their ids.
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
  const contending = inOrder(places).filter(({ memberId, present }) => present && weights.has(memberId));
  const owed = contending.reduce<RotationPlace | null>(
    (most, place) => (place.owed > (most?.owed ?? 0) ? place : most),
    null,
  );
  if (owed !== null) {
    const taken = { ...owed, given: owed.given + 1, owed: owed.owed - 1 };
    return { memberId: owed.memberId, places: inOrder(places.map((place) => (place === owed ? taken : place))) };
  }
  const total = sum(candidates.map(({ weight }) => weight));
  let best: Claim | null = null;
  for (const { memberId, credit } of contending) {
    const weight = weights.get(memberId) ?? 0;
    const claimed = credit + weight / total;
    const claim = { memberId, credit: claimed, isDue: claimed > tolerance, wait: (1 - claimed) / weight };
    if (best === null || comesBefore(claim, best, tolerance / total)) best = claim;
  }
  if (best === null) return null;
  const { memberId } = best;
  const after = places.map((place) => {
    const turn = place.memberId === memberId ? 1 : 0;
    const share = place.present ? (weights.get(place.memberId) ?? 0) / total : 0;
    return { ...place, given: place.given + turn, credit: place.credit + share - turn };
  });
  return { memberId, places: inOrder(after) };
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
 * Gives a turn back: the lead was bad data, a duplicate, never a lead, or a no-show. The member gets the next lead in its
 * place, without a new share of the turns; somebody who is away finds it on return.
 *
 * @example
 * const contenders = [{ memberId: 'ana', weight: 1 }, { memberId: 'ben', weight: 1 }];
 * const { places } = takeTurn(settleRotation([], 'p', contenders), contenders);
 * takeTurn(giveTurnBack(places, 'ana'), contenders).memberId // 'ana'
 */
export function giveTurnBack(places: readonly RotationPlace[], memberId: string): RotationPlace[] {
  const returned = places.map((place) =>
    place.memberId === memberId && place.given > 0 ? { ...place, given: place.given - 1, owed: place.owed + 1 } : place,
  );
  return inOrder(returned);
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
 * When many lack most of a turn and their weights have just grown, no order serves all of them in time: whatever is done,
 * somebody comes to lack more than a turn. Then all credits are scaled down until an order does; who is first stays first.
 */
function makeFeasible(places: readonly RotationPlace[], weights: ReadonlyMap<string, number>): RotationPlace[] {
  const present = places.filter((place) => place.present);
  const total = sum(present.map(({ memberId }) => weights.get(memberId) ?? 0));
  const claims = present.map(({ memberId, credit }) => ({ credit, rate: (weights.get(memberId) ?? 0) / total }));
  if (isFeasible(claims)) return [...places];
  const factor = scaledTo / sum(claims.map(({ credit }) => Math.max(0, -credit)));
  return places.map((place) => (place.present ? { ...place, credit: place.credit * factor } : place));
}

/** Whether nobody has had more than a turn too much, and up to every turn ahead no more whole turns are due than there are. */
function isFeasible(claims: readonly { credit: number; rate: number }[]): boolean {
  if (claims.some(({ credit }) => credit < -1 - tolerance)) return false;
  for (let turn = 1; turn <= horizon; turn += 1) {
    let due = 0;
    let overdrawn = 0;
    for (const { credit, rate } of claims) {
      const claim = credit + rate * turn;
      // A claim of a whole turn is still within one of the ideal; it is due when it grows beyond.
      if (claim >= 0) due += Math.max(0, Math.ceil(claim - tolerance) - 1);
      else overdrawn -= claim;
    }
    if (due > turn) return false;
    // What is due is at most the turns and what the overdrawn lack: less than one more is no whole turn.
    if (overdrawn < 1 - tolerance) return true;
  }
  return true;
}

function inOrder(places: readonly RotationPlace[]): RotationPlace[] {
  return [...places].sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
