import type { Database } from '../../db/database.ts';
import { ensureMonths } from './store.ts';

/**
 * Makes the partitions of the audit log for this month and the three that follow. Without one every change would be
 * refused, so it is done before a server answers and again each day.
 */
export async function ensureAuditMonths(db: Database, now: Date): Promise<void> {
  await ensureMonths(db, now, 4);
}
