import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Database } from '../../db/database.ts';

export type AuditRow = {
  id: string;
  verb: string;
  object: string;
  objectId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

export async function insertEntry(ctx: Ctx, row: AuditRow): Promise<void> {
  await ctx.db
    .insertInto('audit')
    .values({
      workspaceId: ctx.workspace,
      at: ctx.now,
      id: row.id,
      actorKind: ctx.actor.kind,
      actorId: ctx.actor.id,
      verb: row.verb,
      object: row.object,
      objectId: row.objectId,
      before: row.before && JSON.stringify(row.before),
      after: row.after && JSON.stringify(row.after),
      requestId: ctx.requestId,
    })
    .execute();
}

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
