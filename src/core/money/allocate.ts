/** Shares count to twelve decimals: more than any amount needs, and coarse enough that shares meant to be equal are. */
const whole = 1_000_000_000_000;

/** An amount in minor units, dealt out: what each share gets, and what the shares leave over. Together exactly the amount. */
export type Allocation = { readonly minor: number[]; readonly unattributed: number };

/**
 * Deals out an amount by shares, to the cent: each gets the whole units below its part, and those that are left go to the
 * largest remainders, the earlier first where they are equal. What the shares leave of 1 is unattributed; shares above 1
 * in all are taken in proportion. A negative amount, a refund, takes back cent for cent what the same amount would give.
 *
 * @param total whole minor units of a currency, such as cents
 * @param shares from 0 to 1 each
 * @throws RangeError for an amount that is no safe whole number, and for a share that is negative or no number
 * @example
 * allocateMinorUnits(10_000, [1 / 3, 1 / 3, 1 / 3]) // { minor: [3334, 3333, 3333], unattributed: 0 }
 * allocateMinorUnits(-101, [0.25, 0.25]) // { minor: [-25, -25], unattributed: -51 }
 */
export function allocateMinorUnits(total: number, shares: readonly number[]): Allocation {
  if (!Number.isSafeInteger(total)) throw new RangeError('An amount to share is a whole number of minor units.');
  const weights = shares.map(weigh);
  const given = weights.reduce((sum, weight) => sum + weight, 0n);
  const left = BigInt(whole) - given;
  // Thirds fall short of 1 by less than this; so do sums of many floating-point shares.
  const isWhole = given > 0n && left <= BigInt(shares.length + 1_000);
  const minor = dealOut(BigInt(Math.abs(total)), isWhole ? weights : [...weights, left]);
  const signed = minor.map((units) => (total < 0 && units !== 0n ? -Number(units) : Number(units)));
  const unattributed = isWhole ? 0 : (signed.pop() ?? 0);
  return { minor: signed, unattributed };
}

function weigh(share: number): bigint {
  if (!(share >= 0 && Number.isFinite(share))) throw new RangeError('A share of an amount is 0 or more.');
  return BigInt(Math.round(share * whole));
}

/** By whole numbers throughout, so that nothing is lost however large the amount; the weights are not all 0. */
function dealOut(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  const parts = weights.map((weight, at) => {
    const product = total * weight;
    return { at, units: product / sum, rest: product % sum };
  });
  let left = parts.reduce((rest, { units }) => rest - units, total);
  const units = parts.map((part) => part.units);
  for (const { at } of parts.sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1))) {
    if (left === 0n) break;
    units[at] = (units[at] ?? 0n) + 1n;
    left -= 1n;
  }
  return units;
}
