import { randomFillSync } from 'node:crypto';

const random = Buffer.alloc(10);

/**
 * A UUIDv7 (RFC 9562): the millisecond of `now`, then 74 random bits. Ids sort by time of creation, so that indexes grow
 * at their end; nobody can guess one.
 *
 * @example
 * newId(new Date('2026-01-01T00:00:00Z')).slice(0, 13) // '019b76da-a800'
 */
export function newId(now: Date): string {
  randomFillSync(random);
  const hex = now.getTime().toString(16).padStart(12, '0') + random.toString('hex');
  const variant = (8 + ((random[2] as number) & 3)).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
