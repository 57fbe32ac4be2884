import type { z } from 'zod';
import { BatonError } from './errors.ts';

/**
 * Where a page ended: the values of the columns it is ordered by, as opaque text. Keyset pages cost the same on page 1
 * and page 10,000 and never show a row twice because another was added.
 *
 * @example
 * decodeCursor(z.tuple([z.string(), z.string()]), encodeCursor(['b', '1'])) // ['b', '1']
 */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(values));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/**
 * Reads a cursor back.
 *
 * @throws BatonError `cursor.invalid` for anything that `encodeCursor` did not make for this list
 * @example
 * decodeCursor(z.tuple([z.string()]), encodeCursor(['b'])) // ['b']
 * decodeCursor(z.tuple([z.string()]), 'guessed') // throws 'cursor.invalid'
 */
export function decodeCursor<Shape extends z.ZodType>(shape: Shape, cursor: string): z.output<Shape> {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    return shape.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (cause) {
    throw new BatonError('invalid', 'cursor.invalid', 'This page link is not valid. Start again from the first page.', {
      cause,
    });
  }
}

/**
 * Cuts a page of `limit` out of `limit + 1` rows and makes the cursor from the last row shown.
 *
 * @example
 * toPage(['a', 'b'], 1, (row) => [row], (row) => row.toUpperCase())
 * // { data: ['A'], nextCursor: encodeCursor(['a']) }
 * toPage(['a'], 1, (row) => [row], (row) => row).nextCursor // null: it was the last page
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  key: (row: Row) => readonly (string | number | null)[],
  item: (row: Row) => Item,
): { data: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { data: shown.map(item), nextCursor: rows.length > limit && last ? encodeCursor(key(last)) : null };
}
