import { randomFillSync } from 'node:crypto';

/** Drawn for many ids at once: asking for ten bytes costs as much as asking for thousands. */
const pool = Buffer.alloc(10 * 512);
let used = pool.length;
let lastAt = -1;
let counter = 0;

/**
 * A UUIDv7 (RFC 9562): the millisecond of `now`, a counter within it, then 62 random bits. Ids sort by time of creation,
 * so that indexes grow at their end and what one request writes reads in the order in which it was written; nobody can
 * guess one.
 *
 * @example
 * newId(new Date('2026-01-01T00:00:00Z')).slice(0, 13) // '019b76da-a800'
 */
export function newId(now: Date): string {
  const at = now.getTime();
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + 10);
  used += 10;
  // 12 bits, begun low enough that a burst within one millisecond keeps its order for 2,048 ids.
  counter = at === lastAt ? (counter + 1) & 0xfff : random.readUInt16BE(0) & 0x7ff;
  lastAt = at;
  const time = at.toString(16).padStart(12, '0');
  const sequence = counter.toString(16).padStart(3, '0');
  const variant = (8 + ((random[2] as number) & 3)).toString(16);
  const tail = random.toString('hex').slice(5, 20);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${variant}${tail.slice(0, 3)}-${tail.slice(3)}`;
}
