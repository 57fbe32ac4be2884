export type Tolerance = { readonly of: number; readonly kind: 'absolute' | 'relative' };

/** What differs at one place; `path` is empty at the top, else like `.segments[0].leads`. */
export type Difference = { readonly path: string; readonly expected: unknown; readonly got: unknown };

/**
 * Where an answer does not meet what is expected of it: every key that is expected must be there, further keys are
 * ignored; numbers may be off by the tolerance; lists are compared in order and whole; everything else must be equal.
 *
 * @example
 * findDifferences({ rate: 0.5 }, { rate: 0.7, n: 3 }, { of: 1e-6, kind: 'absolute' }) // [{ path: '.rate', expected: 0.5, got: 0.7 }]
 */
export function findDifferences(expected: unknown, got: unknown, tolerance: Tolerance, path = ''): Difference[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return [{ path, expected, got }];
    return expected.flatMap((item, at) => findDifferences(item, got[at], tolerance, `${path}[${at}]`));
  }
  if (isRecord(expected)) {
    if (!isRecord(got)) return [{ path, expected, got }];
    return Object.entries(expected).flatMap(([key, value]) =>
      findDifferences(value, Object.hasOwn(got, key) ? got[key] : undefined, tolerance, `${path}.${key}`),
    );
  }
  const isMet =
    typeof expected === 'number' && typeof got === 'number' ? isNear(expected, got, tolerance) : expected === got;
  return isMet ? [] : [{ path, expected, got }];
}

function isNear(expected: number, got: number, tolerance: Tolerance): boolean {
  const room = tolerance.kind === 'relative' ? tolerance.of * Math.abs(expected) : tolerance.of;
  return Math.abs(expected - got) <= room;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
