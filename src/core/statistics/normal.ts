/**
 * How likely a normal value is to be at least this far from 0, on either side: the two-sided p of a z.
 *
 * @example
 * findTwoSidedP(0) // 1
 * findTwoSidedP(1.959963984540054).toFixed(9) // '0.050000000'
 */
export function findTwoSidedP(z: number): number {
  return complementError(Math.abs(z) / Math.SQRT2);
}

/**
 * How likely a normal value is to be below this one.
 *
 * @example
 * findNormalShare(0) // 0.5
 * findNormalShare(1.959963984540054).toFixed(9) // '0.975000000'
 */
export function findNormalShare(z: number): number {
  const beyond = complementError(Math.abs(z) / Math.SQRT2) / 2;
  return z < 0 ? beyond : 1 - beyond;
}

/**
 * The value below which a normal one lies with this probability. A first guess (Acklam), made exact by Halley's steps.
 *
 * @param share above 0, below 1
 * @throws RangeError for a share outside
 * @example
 * findNormalQuantile(0.5) // 0
 * findNormalQuantile(0.975).toFixed(9) // '1.959963985'
 */
export function findNormalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError(`${share} is no probability between 0 and 1`);
  if (share > 0.5) return -findNormalQuantile(1 - share);
  if (share === 0.5) return 0;
  let z = guessQuantile(share);
  for (let round = 0; round < 2; round += 1) {
    const miss = (findNormalShare(z) - share) * Math.sqrt(2 * Math.PI) * Math.exp(z ** 2 / 2);
    z -= miss / (1 + (z * miss) / 2);
  }
  return z;
}

/**
 * The z within which this share of normal values lies.
 *
 * @param confidence above 0, below 1
 * @example
 * findCriticalZ(0.95) // 1.959963984540054
 */
export function findCriticalZ(confidence: number): number {
  return confidence === 0.95 ? 1.959963984540054 : findNormalQuantile((1 + confidence) / 2);
}

/** 1 - erf(x) for x from 0: a series near 0, a continued fraction (Lentz) beyond. */
function complementError(x: number): number {
  if (x < 2) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) {
      term *= -(x ** 2) / n;
      sum += term / (2 * n + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  const tiny = 1e-300;
  let value = x;
  let above = x;
  let below = 0;
  for (let n = 1; n < 200; n += 1) {
    below = x + (n / 2) * below;
    below = 1 / (below === 0 ? tiny : below);
    above = x + n / 2 / above;
    const step = above * below;
    value *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return Math.exp(-(x ** 2)) / (value * Math.sqrt(Math.PI));
}

const middle = {
  over: [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
  ],
  under: [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
};
const tail = {
  over: [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  under: [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
};

function guessQuantile(share: number): number {
  if (share < 0.02425) {
    const far = Math.sqrt(-2 * Math.log(share));
    return evaluate(tail.over, far) / evaluate(tail.under, far);
  }
  const off = share - 0.5;
  return (off * evaluate(middle.over, off ** 2)) / evaluate(middle.under, off ** 2);
}

/** A polynomial, highest power first. */
function evaluate(coefficients: readonly number[], at: number): number {
  return coefficients.reduce((sum, coefficient) => sum * at + coefficient, 0);
}
