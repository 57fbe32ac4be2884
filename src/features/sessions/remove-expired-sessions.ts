import type { Database } from '../../db/database.ts';
import { removeOldFailures } from '../limits/take-attempt.ts';
import { seenSince } from './identify-session.ts';
import { deleteExpired } from './store.ts';

/** Upkeep, daily: what has expired counts for nothing already; this only gives the room back. Returns how many sessions. */
export async function removeExpiredSessions(db: Database, now: Date): Promise<number> {
  await removeOldFailures(db, now);
  return deleteExpired(db, now, seenSince(now));
}
