import { BatonError } from './errors.ts';

/**
 * Gives the record, or throws `<noun>.not-found` (404). A record outside of the caller's reach is loaded as `undefined` too,
 * so that nobody learns whether it exists.
 *
 * @example
 * requireFound('team', { name: 'North' }).name // 'North'
 */
export function requireFound<Row>(noun: string, row: Row | undefined): Row {
  if (row !== undefined) return row;
  throw new BatonError('not-found', `${noun}.not-found`, `There is no such ${noun}. It may have been removed.`);
}

/**
 * Gives the record that an edit is about, or throws `<noun>.not-found` (404), or `<noun>.stale-version` (412) with the
 * version that stands now in `current`, when somebody changed the record since the caller read it.
 * Load the row with a lock in the transaction of the edit: of two editors the second then waits, and is told.
 *
 * @param seen the version that the caller read, from `If-Match`
 * @example
 * requireVersion('team', { version: 3 }, 3).version // 3
 */
export function requireVersion<Row extends { version: number }>(noun: string, row: Row | undefined, seen: number): Row {
  const found = requireFound(noun, row);
  if (found.version === seen) return found;
  throw new BatonError(
    'stale-version',
    `${noun}.stale-version`,
    `Somebody changed this ${noun} in the meantime. Load it again and repeat your change.`,
    { extra: { current: found.version } },
  );
}
