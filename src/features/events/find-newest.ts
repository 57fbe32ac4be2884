import type { Database } from '../../db/database.ts';
import { findEnds } from './store.ts';

/** The last event of a workspace that can be read now: a text that changes when there is a new one; null where there is none. */
export async function findNewest(db: Database, workspace: string): Promise<string | null> {
  const { last } = await findEnds(db, workspace);
  return last === null ? null : `${last.xid}-${last.seq}`;
}
