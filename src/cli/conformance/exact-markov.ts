import type { Chain } from '../../core/attribution/chain.ts';

/** A fraction in lowest terms; the lower part is above 0. */
type Fraction = { readonly over: bigint; readonly under: bigint };

const none: Fraction = { over: 0n, under: 1n };

/**
 * What removing each channel would do, by fractions and plain elimination of the equations, written as `3/5`: what cases
 * state as exact. It shares nothing with the solver of the product but the counts; for small chains.
 *
 * @param chain with whole counts
 */
export function solveByFractions(chain: Chain): string[] {
  const whole = solveWithout(chain, -1);
  const effects = Array.from({ length: chain.channels }, (_, channel) =>
    whole.over === 0n ? none : divide(subtract(whole, solveWithout(chain, channel)), whole),
  );
  const sum = effects.reduce(add, none);
  return effects.map((effect) => write(sum.over === 0n ? none : divide(effect, sum)));
}

/** The chance to be won from the start when every way into a channel leads to nothing. */
function solveWithout({ ends, from, to, count, won, lost }: Chain, channel: number): Fraction {
  const size = ends.length;
  // Row by row: out x chance - sum of count x chance of the next = won.
  const rows = Array.from({ length: size }, (_, state) => {
    const row = Array.from({ length: size + 1 }, () => none);
    row[state] = toFraction((won[state] ?? 0) + (lost[state] ?? 0));
    row[size] = toFraction(won[state] ?? 0);
    return row;
  });
  for (let edge = 0; edge < from.length; edge += 1) {
    const [state, next, weight] = [from[edge] ?? 0, to[edge] ?? 0, toFraction(count[edge] ?? 0)];
    const row = rows[state] ?? [];
    row[state] = add(row[state] ?? none, weight);
    if (ends[next] !== channel) row[next] = subtract(row[next] ?? none, weight);
  }
  for (let state = size - 1; state >= 0; state -= 1) {
    const pivot = rows[state] ?? [];
    for (const row of rows.slice(0, state)) {
      const factor = divide(row[state] ?? none, pivot[state] ?? none);
      if (factor.over === 0n) continue;
      row.forEach((value, place) => {
        row[place] = subtract(value, multiply(factor, pivot[place] ?? none));
      });
    }
  }
  return divide(rows[0]?.[size] ?? none, rows[0]?.[0] ?? none);
}

function toFraction(count: number): Fraction {
  return { over: BigInt(count), under: 1n };
}

function write({ over, under }: Fraction): string {
  return under === 1n ? String(over) : `${over}/${under}`;
}

function reduce(over: bigint, under: bigint): Fraction {
  let [a, b] = [over < 0n ? -over : over, under < 0n ? -under : under];
  while (b !== 0n) [a, b] = [b, a % b];
  const by = a === 0n ? 1n : under < 0n ? -a : a;
  return { over: over / by, under: under / by };
}

function add(a: Fraction, b: Fraction): Fraction {
  return reduce(a.over * b.under + b.over * a.under, a.under * b.under);
}

function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, { over: -b.over, under: b.under });
}

function multiply(a: Fraction, b: Fraction): Fraction {
  return reduce(a.over * b.over, a.under * b.under);
}

function divide(a: Fraction, b: Fraction): Fraction {
  return b.over === 0n ? none : reduce(a.over * b.under, a.under * b.over);
}
