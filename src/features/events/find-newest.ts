import type { Database } from '../../db/database.ts';
import type { Newest } from '../../http/stream.ts';
import { selectNewest, toId, toPlace } from './store.ts';

/** The last event of a workspace that can be read now, and whose those since a place are; null where there is none. */
export async function findNewest(db: Database, workspace: string, since: string | null): Promise<Newest | null> {
  const newest = await selectNewest(db, workspace, since === null ? null : toPlace(since));
  return newest && { place: toId(newest.last), members: newest.members && new Set(newest.members) };
}
