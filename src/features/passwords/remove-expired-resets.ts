import type { Database } from '../../db/database.ts';
import { deleteResetsBefore } from './store.ts';

/** Upkeep, daily. Links of the last day stay: how many were asked for in an hour is counted from them. */
export const removeExpiredResets = (db: Database, now: Date): Promise<number> =>
  deleteResetsBefore(db, new Date(now.getTime() - 24 * 60 * 60 * 1000));
