import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Database } from '../../db/database.ts';
import type { AuditFilter } from './schema.ts';

export type AuditRow = {
  id: string;
  verb: string;
  object: string;
  objectId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

export async function insertEntries(ctx: Ctx, rows: readonly AuditRow[]): Promise<void> {
  const { actor } = ctx;
  if (actor.kind === 'source') throw new Error('What a source sends is a record of its own');
  if (rows.length === 0) return;
  await ctx.db
    .insertInto('audit')
    .values(
      rows.map((row) => ({
        workspaceId: ctx.workspace,
        at: ctx.now,
        id: row.id,
        actorKind: actor.kind,
        actorId: actor.id,
        verb: row.verb,
        object: row.object,
        objectId: row.objectId,
        before: row.before && JSON.stringify(row.before),
        after: row.after && JSON.stringify(row.after),
        requestId: ctx.requestId,
      })),
    )
    .execute();
}

/** Entries with the names of members and keys that acted, the newest first. */
export async function listEntries(
  ctx: Ctx,
  filter: AuditFilter & { after: [at: string, id: string] | null; limit: number },
) {
  const { object, objectId, actorId, verb, from, to, after, limit } = filter;
  let query = ctx.db
    .selectFrom('audit as a')
    .leftJoin('members as m', (join) =>
      join
        .onRef('m.workspaceId', '=', 'a.workspaceId')
        .onRef('m.id', '=', 'a.actorId')
        .on('a.actorKind', '=', 'member'),
    )
    .leftJoin('apiKeys as k', (join) =>
      join.onRef('k.workspaceId', '=', 'a.workspaceId').onRef('k.id', '=', 'a.actorId').on('a.actorKind', '=', 'key'),
    )
    .where('a.workspaceId', '=', ctx.workspace)
    .select(['a.id', 'a.at', 'a.actorKind', 'a.actorId', 'a.verb', 'a.object', 'a.objectId', 'a.requestId'])
    .select(['a.before', 'a.after'])
    .select((eb) => eb.fn.coalesce('m.name', 'k.name').as('actorName'))
    .orderBy('a.at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(limit);
  if (object !== undefined) query = query.where('a.object', '=', object);
  if (objectId !== undefined) query = query.where('a.objectId', '=', objectId);
  if (actorId !== undefined) query = query.where('a.actorId', '=', actorId);
  if (verb !== undefined) query = query.where('a.verb', '=', verb);
  if (from !== undefined) query = query.where('a.at', '>=', new Date(from));
  if (to !== undefined) query = query.where('a.at', '<', new Date(to));
  if (after) query = query.where(sql<boolean>`(a.at, a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return query.execute();
}

export type EntryRow = Awaited<ReturnType<typeof listEntries>>[number];

export async function eraseValues(
  ctx: Ctx,
  entryId: string,
  object: string,
  objectId: string,
  fields: string[],
): Promise<number> {
  const { rows } = await sql<{ changed: number }>`
    select erase_audit_values(
      in_workspace => ${ctx.workspace}::uuid, in_entry => ${entryId}::uuid, in_at => ${ctx.now}::timestamptz,
      in_actor_kind => ${ctx.actor.kind}, in_actor => ${ctx.actor.id}::uuid, in_request => ${ctx.requestId},
      in_object => ${object}, in_object_id => ${objectId}, in_fields => ${fields}::text[]
    ) as changed`.execute(ctx.db);
  return rows[0]?.changed ?? 0;
}

export async function ensureMonths(db: Database, from: Date, months: number): Promise<number> {
  const { rows } = await sql<{ made: number }>`
    select ensure_months('audit', ${from}::timestamptz, ${months}) as made`.execute(db);
  return rows[0]?.made ?? 0;
}
