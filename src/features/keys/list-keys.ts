import type { Ctx } from '../../context.ts';
import type { ApiKey } from './schema.ts';
import { selectKeys } from './store.ts';

/** Lists the API keys of the workspace, the newest first; revoked ones stay as what the audit log names. */
export async function listKeys(ctx: Ctx): Promise<{ data: ApiKey[] }> {
  const rows = await selectKeys(ctx);
  return {
    data: rows.map(({ createdBy, creatorName, createdAt, expiresAt, lastUsedAt, revokedAt, ...key }) => ({
      ...key,
      createdBy: { id: createdBy, name: creatorName },
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      revokedAt: revokedAt?.toISOString() ?? null,
    })),
  };
}
