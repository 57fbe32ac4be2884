import type { WorkspaceId } from '../../context.ts';
import type { Database } from '../../db/database.ts';
import type { Identity } from '../../http/identity.ts';
import { hasChecksum, hashKey } from './mint-key.ts';
import { findWorkingKey, touchKey } from './store.ts';

/** Use is written at most this often: a program may send hundreds of requests in a minute. */
const noteEvery = 60 * 1000;

/**
 * Finds out who sends an API key, in one statement; once a minute one more notes that it was used. This is one of the three
 * gates that mint a workspace id; the others read sessions and write keys.
 */
export async function identifyKey(db: Database, key: string, now: Date): Promise<Identity | null> {
  if (!hasChecksum(key)) return null;
  const row = await findWorkingKey(db, hashKey(key), now);
  if (!row) return null;
  const unusedSince = new Date(now.getTime() - noteEvery);
  if (row.lastUsedAt === null || row.lastUsedAt <= unusedSince) {
    // A database that cannot be written, such as one on a full disk, must still let programs read.
    await touchKey(db, row, now, unusedSince).catch(() => undefined);
  }
  return {
    workspace: row.workspaceId as WorkspaceId,
    actor: { kind: 'key', id: row.id, name: row.name, scopes: row.scopes },
    csrfToken: null,
  };
}
