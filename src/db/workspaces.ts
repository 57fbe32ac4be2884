import type { WorkspaceId } from '../core/actor.ts';
import type { Database } from './database.ts';

/** Every workspace of the installation, for upkeep that visits each in turn. */
export async function listWorkspaceIds(db: Database): Promise<WorkspaceId[]> {
  const rows = await db.selectFrom('workspaces').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id as WorkspaceId);
}
