import type { Ctx } from '../../context.ts';
import type { Scope } from '../../core/access.ts';
import type { Database } from '../../db/database.ts';

export type NewKey = {
  id: string;
  name: string;
  prefix: string;
  secretHash: Buffer;
  scopes: Scope[];
  createdBy: string;
  expiresAt: Date | null;
};

export async function insertKey(ctx: Ctx, key: NewKey): Promise<void> {
  await ctx.db
    .insertInto('apiKeys')
    .values({ workspaceId: ctx.workspace, ...key, createdAt: ctx.now })
    .execute();
}

const shown = ['k.id', 'k.name', 'k.prefix', 'k.scopes', 'k.createdBy', 'm.name as creatorName'] as const;
const dates = ['k.createdAt', 'k.expiresAt', 'k.lastUsedAt', 'k.revokedAt'] as const;

export async function selectKeys(ctx: Ctx) {
  return ctx.db
    .selectFrom('apiKeys as k')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'k.workspaceId').onRef('m.id', '=', 'k.createdBy'),
    )
    .select([...shown, ...dates])
    .where('k.workspaceId', '=', ctx.workspace)
    .orderBy('k.createdAt', 'desc')
    .orderBy('k.id', 'desc')
    .execute();
}

export async function lockKey(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('apiKeys')
    .select(['id', 'name', 'prefix', 'createdBy', 'revokedAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateRevoked(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('apiKeys')
    .set({ revokedAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

export async function findCreator(ctx: Ctx, id: string): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('apiKeys')
    .select('createdBy')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.createdBy;
}

/** The key that works at `now`. Its secret names the workspace; nothing else is looked up before it. */
export async function findWorkingKey(db: Database, secretHash: Buffer, now: Date) {
  return db
    .selectFrom('apiKeys')
    .select(['workspaceId', 'id', 'name', 'scopes', 'lastUsedAt'])
    .where('secretHash', '=', secretHash)
    .where('revokedAt', 'is', null)
    .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)]))
    .executeTakeFirst();
}

/** Notes that a key was used, unless that was noted after `unusedSince`. */
export async function touchKey(
  db: Database,
  key: { workspaceId: string; id: string },
  now: Date,
  unusedSince: Date,
): Promise<void> {
  await db
    .updateTable('apiKeys')
    .set({ lastUsedAt: now })
    .where('workspaceId', '=', key.workspaceId)
    .where('id', '=', key.id)
    .where((eb) => eb.or([eb('lastUsedAt', 'is', null), eb('lastUsedAt', '<=', unusedSince)]))
    .execute();
}
