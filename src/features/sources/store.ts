import type { Ctx } from '../../context.ts';
import type { PrivacySignal } from '../../core/actor.ts';
import type { Database } from '../../db/database.ts';

const shown = [
  'id',
  'name',
  'kind',
  'writeKey',
  'privacySignal',
  'previousKeyUntil',
  'createdAt',
  'lastSeenAt',
  'revokedAt',
  'version',
] as const;

export type SourceRow = NonNullable<Awaited<ReturnType<typeof findSource>>>;

export async function selectSources(ctx: Ctx): Promise<SourceRow[]> {
  return ctx.db
    .selectFrom('sources')
    .select(shown)
    .where('workspaceId', '=', ctx.workspace)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

const sourceOf = (ctx: Ctx, id: string) =>
  ctx.db.selectFrom('sources').select(shown).where('workspaceId', '=', ctx.workspace).where('id', '=', id);

export async function findSource(ctx: Ctx, id: string) {
  return sourceOf(ctx, id).executeTakeFirst();
}

export async function lockSource(ctx: Ctx, id: string): Promise<SourceRow | undefined> {
  return sourceOf(ctx, id).forUpdate().executeTakeFirst();
}

export async function insertSource(
  ctx: Ctx,
  row: {
    id: string;
    name: string;
    kind: 'website' | 'server';
    writeKey: string;
    privacySignal: PrivacySignal;
    createdBy: string;
  },
): Promise<void> {
  await ctx.db
    .insertInto('sources')
    .values({ workspaceId: ctx.workspace, ...row, createdAt: ctx.now, lastSeenAt: null, revokedAt: null })
    .execute();
}

export async function updateSource(
  ctx: Ctx,
  id: string,
  values: {
    name?: string;
    privacySignal?: PrivacySignal;
    revokedAt?: Date;
    writeKey?: string;
    previousKey?: string | null;
    previousKeyUntil?: Date | null;
  },
): Promise<void> {
  await ctx.db
    .updateTable('sources')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

/**
 * The source whose key works, or whose key before still does. The key names the workspace; nothing else is looked up before
 * it.
 */
export async function findByWriteKey(db: Database, writeKey: string, now: Date) {
  return db
    .selectFrom('sources')
    .select(['workspaceId', 'id', 'name', 'kind', 'privacySignal', 'writeKey'])
    .where((eb) =>
      eb.or([
        eb('writeKey', '=', writeKey),
        eb.and([eb('previousKey', '=', writeKey), eb('previousKeyUntil', '>', now)]),
      ]),
    )
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
}

/** Notes that a source sent something, unless that was noted after `unseenSince`. */
export async function touchSource(
  ctx: Pick<Ctx, 'db' | 'workspace' | 'now'>,
  id: string,
  unseenSince: Date,
): Promise<void> {
  await ctx.db
    .updateTable('sources')
    .set({ lastSeenAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .where((eb) => eb.or([eb('lastSeenAt', 'is', null), eb('lastSeenAt', '<=', unseenSince)]))
    .execute();
}
