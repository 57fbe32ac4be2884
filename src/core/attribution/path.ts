/** Journeys that took the same way: channels in order, how many were won and how many were lost. */
export type PathCount = {
  readonly path: readonly string[];
  readonly conversions: number;
  readonly nulls: number;
};

/**
 * Paths, each once and in an order of their own, so that no digit hangs on the order of the journeys. Counts that are 0 on
 * both sides are left out, whatever is no count is refused.
 *
 * @throws RangeError for a count that is negative or no number
 * @example
 * mergePaths([{ path: ['ads'], conversions: 2, nulls: 1 }, { path: ['email'], conversions: 0, nulls: 0 }, { path: ['ads'], conversions: 1, nulls: 0 }])
 * // [{ path: ['ads'], conversions: 3, nulls: 1 }]
 */
export function mergePaths(paths: readonly PathCount[]): PathCount[] {
  const merged = new Map<string, { path: readonly string[]; conversions: number; nulls: number }>();
  for (const { path, conversions, nulls } of paths) {
    if (!(conversions >= 0 && nulls >= 0 && Number.isFinite(conversions + nulls))) {
      throw new RangeError('Journeys are counted by numbers from 0 on.');
    }
    if (conversions + nulls === 0) continue;
    const key = JSON.stringify(path);
    const known = merged.get(key) ?? { path, conversions: 0, nulls: 0 };
    known.conversions += conversions;
    known.nulls += nulls;
    merged.set(key, known);
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

/**
 * The channels of paths, each once, in the order of their names, so that no figure hangs on the order of the journeys.
 *
 * @example
 * listChannels([{ path: ['email', 'ads', 'email'], conversions: 1, nulls: 0 }]) // ['ads', 'email']
 */
export function listChannels(paths: readonly Pick<PathCount, 'path'>[]): string[] {
  return [...new Set(paths.flatMap(({ path }) => path))].sort();
}
