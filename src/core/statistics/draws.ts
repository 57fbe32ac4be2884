import { startChance } from './chance.ts';

/** Draws from distributions, the same for the same seed on every machine. */
export type Draws = {
  /** From 0, included, to 1, excluded. */
  uniform(): number;
  normal(): number;
  /** With `logMean` and `logSd` of its logarithm. */
  lognormal(logMean: number, logSd: number): number;
  /** A share that follows Beta(a, b), above 0. */
  beta(a: number, b: number): number;
  /** How many of `count` happen, each with this chance. */
  binomial(count: number, chance: number): number;
};

/** Keeps products of shares, and what they divide, finite. */
const leastShare = 1e-15;

/**
 * Starts drawing from a seed. Normal values by Marsaglia's polar method, gamma ones by Marsaglia and Tsang (2000), binomial
 * ones by Hörmann's transformed rejection (1993), so that the cost does not grow with the counts.
 *
 * @param seed a whole number
 * @example
 * startDraws(1).binomial(10, 1) // 10
 * startDraws(1).normal() === startDraws(1).normal() // true
 */
export function startDraws(seed: number): Draws {
  const { next: uniform } = startChance(seed);
  let spare: number | null = null;

  function normal(): number {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  }

  /** Gamma with scale 1. */
  function gamma(shape: number): number {
    if (shape < 1) return gamma(shape + 1) * (1 - uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      // Never the logarithm of 0.
      const u = 1 - uniform();
      if (u < 1 - 0.0331 * x ** 4 || Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
    }
  }

  return {
    uniform,
    normal,
    lognormal: (logMean, logSd) => Math.exp(logMean + logSd * normal()),
    beta(a, b) {
      const first = gamma(a);
      const sum = first + gamma(b);
      return sum === 0 ? leastShare : Math.max(leastShare, first / sum);
    },
    binomial(count, chance) {
      if (count <= 0 || chance <= 0) return 0;
      if (chance >= 1) return count;
      if (chance > 0.5) return count - drawBinomial(uniform, count, 1 - chance);
      return drawBinomial(uniform, count, chance);
    },
  };
}

/** For a chance of at most a half. */
function drawBinomial(uniform: () => number, count: number, chance: number): number {
  if (count * chance < 10) return addUp(uniform, count, chance);
  const odds = chance / (1 - chance);
  const deviation = Math.sqrt(count * chance * (1 - chance));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * chance;
  const centre = count * chance + 0.5;
  const sure = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const mode = Math.floor((count + 1) * chance);
  for (;;) {
    const u = uniform() - 0.5;
    const v = 1 - uniform();
    const edge = 0.5 - Math.abs(u);
    const found = Math.floor(((2 * a) / edge + b) * u + centre);
    if (edge >= 0.07 && v <= sure) return found;
    if (!(found >= 0 && found <= count)) continue;
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (count - mode + 1))) +
      (count + 1) * Math.log((count - mode + 1) / (count - found + 1)) +
      (found + 0.5) * Math.log((odds * (count - found + 1)) / (found + 1)) +
      correct(mode) +
      correct(count - mode) -
      correct(found) -
      correct(count - found);
    if (Math.log((v * alpha) / (a / (edge * edge) + b)) <= bound) return found;
  }
}

/** Adds up the chances of 0, 1, 2, ... until they pass one uniform draw. */
function addUp(uniform: () => number, count: number, chance: number): number {
  const odds = chance / (1 - chance);
  let left = uniform();
  let step = Math.exp(count * Math.log1p(-chance));
  let found = 0;
  while (left >= step && found < count) {
    left -= step;
    step *= (odds * (count - found)) / (found + 1);
    found += 1;
    // What rounding leaves beyond the last one that can be told from 0.
    if (step < 1e-300) break;
  }
  return found;
}

/** What Stirling's formula misses of the logarithm of k!. */
function correct(k: number): number {
  const exact = stirlingTail[k];
  if (exact !== undefined) return exact;
  const square = (k + 1) ** 2;
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1);
}

const stirlingTail = [
  0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211,
  0.0138761288230707, 0.0118967099458917, 0.010411265261972, 0.00925546218271273, 0.00833056343336287,
];
