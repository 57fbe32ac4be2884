/**
 * The natural logarithm of the gamma function (Lanczos, g = 7), for positive numbers: `logGamma(n + 1)` is that of n!.
 *
 * @example
 * logGamma(1) // 0
 * logGamma(11).toFixed(9) // '15.104412573'
 */
export function logGamma(x: number): number {
  // Near 1 and 2 the result is near 0, where the formula leaves its rounding behind.
  if (x === 1 || x === 2) return 0;
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const at = x - 1;
  const base = at + 7.5;
  const sum = lanczos.reduce((total, coefficient, n) => total + coefficient / (at + n + 1), 0.9999999999998099);
  return Math.log(Math.sqrt(2 * Math.PI) * sum) + (at + 0.5) * Math.log(base) - base;
}

/**
 * The natural logarithm of the beta function.
 *
 * @example
 * logBeta(1, 1) // 0
 */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/**
 * How likely a share that follows Beta(a, b) is to be at most this one: the regularised incomplete beta function.
 *
 * @param a above 0
 * @param b above 0
 * @example
 * findBetaShare(0.5, 2, 2).toFixed(9) // '0.500000000'
 * findBetaShare(1, 2, 3) // 1
 */
export function findBetaShare(at: number, a: number, b: number): number {
  if (at <= 0) return 0;
  if (at >= 1) return 1;
  // The fraction converges fast below the mean; beyond it the other side is asked.
  if (at > (a + 1) / (a + b + 2)) return 1 - findBetaShare(1 - at, b, a);
  const front = Math.exp(a * Math.log(at) + b * Math.log1p(-at) - logBeta(a, b)) / a;
  return Math.min(1, front * evaluateFraction(at, a, b));
}

/**
 * The share below which one that follows Beta(a, b) lies with this probability, by halving: exact to the last bits.
 *
 * @param share from 0 to 1
 * @example
 * findBetaQuantile(0.25, 1, 1).toFixed(9) // '0.250000000'
 */
export function findBetaQuantile(share: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let round = 0; round < 200; round += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (findBetaShare(middle, a, b) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** The continued fraction of the incomplete beta function, by Lentz. */
function evaluateFraction(at: number, a: number, b: number): number {
  const tiny = 1e-300;
  const hold = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let above = 1;
  let below = 1 / hold(1 - ((a + b) * at) / (a + 1));
  let value = below;
  // Large counts need about as many steps as the root of the larger.
  const most = 200 + 10 * Math.sqrt(Math.max(a, b));
  for (let n = 1; n <= most; n += 1) {
    const even = (n * (b - n) * at) / ((a + 2 * n - 1) * (a + 2 * n));
    below = 1 / hold(1 + even * below);
    above = hold(1 + even / above);
    value *= above * below;
    const odd = (-(a + n) * (a + b + n) * at) / ((a + 2 * n) * (a + 2 * n + 1));
    below = 1 / hold(1 + odd * below);
    above = hold(1 + odd / above);
    const step = above * below;
    value *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return value;
}
