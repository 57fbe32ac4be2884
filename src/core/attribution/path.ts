/** Journeys that took the same way: channels in order, how many were won and how many were lost. */
export type PathCount = {
  readonly path: readonly string[];
  readonly conversions: number;
  readonly nulls: number;
};

/**
 * Paths that say something: counts that are 0 on both sides are left out, whatever is no count is refused.
 *
 * @throws RangeError for a count that is negative or no number
 * @example
 * readCounts([{ path: ['ads'], conversions: 2, nulls: 1 }, { path: ['email'], conversions: 0, nulls: 0 }]).length // 1
 */
export function readCounts(paths: readonly PathCount[]): PathCount[] {
  for (const { conversions, nulls } of paths) {
    if (!(conversions >= 0 && nulls >= 0 && Number.isFinite(conversions + nulls))) {
      throw new RangeError('Journeys are counted by numbers from 0 on.');
    }
  }
  return paths.filter(({ conversions, nulls }) => conversions + nulls > 0);
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
