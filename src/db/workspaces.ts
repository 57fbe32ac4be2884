import type { WorkspaceId } from '../core/actor.ts';
import type { Database } from './database.ts';

/** Every workspace of the installation, for upkeep that visits each in turn; a sample only once its story is told. */
export async function listWorkspaceIds(db: Database): Promise<WorkspaceId[]> {
  const rows = await db.selectFrom('workspaces').select('id').where('ready', '=', true).orderBy('id').execute();
  return rows.map(({ id }) => id as WorkspaceId);
}

/** The workspace for which this one is a sample; null for a real one. */
export async function findSampleOf(db: Database, workspace: string): Promise<WorkspaceId | null> {
  const row = await db.selectFrom('workspaces').select('sampleOf').where('id', '=', workspace).executeTakeFirst();
  return (row?.sampleOf ?? null) as WorkspaceId | null;
}
