import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import { inChunks } from '../../db/chunks.ts';
import type { Database } from '../../db/database.ts';
import { findHorizon } from '../../db/horizon.ts';
import { withinReach } from '../../db/scope.ts';

export type NewEvent = {
  /** `noun.what-happened`, as in the audit log. */
  kind: string;
  object: string;
  objectId: string;
  memberIds: readonly string[];
  details?: Readonly<Record<string, string | null>>;
};

export async function insertEvents(ctx: Ctx, events: readonly NewEvent[]): Promise<void> {
  for (const rows of inChunks(events)) {
    await ctx.db
      .insertInto('events')
      .values(
        rows.map(({ kind, object, objectId, memberIds, details = {} }) => ({
          ...{ workspaceId: ctx.workspace, at: ctx.now, kind, object, objectId },
          memberIds: [...new Set(memberIds)],
          details: JSON.stringify(details),
        })),
      )
      .execute();
  }
}

/** A place in the order of events: transactions by when they began to write, and what each wrote in its order. */
export type Place = { xid: string; seq: number };

export const toId = ({ xid, seq }: Place): string => `${xid}-${seq}`;

export function toPlace(id: string): Place {
  const [xid = '0', seq = '0'] = id.split('-');
  return { xid, seq: Number(seq) };
}

export type EventRow = Place & { at: Date; kind: string; object: string; objectId: string; isReached: boolean };

/**
 * Events after a place, with whether they are within reach, of transactions that no older one can come before any more.
 */
export async function selectEvents(ctx: Ctx, after: Place, limit: number): Promise<EventRow[]> {
  const horizon = await findHorizon(ctx.db);
  return selectRows(ctx, after, sql<boolean>`e.xid < ${horizon}::xid8`, limit);
}

/** The same up to a place before which nothing can come any more. */
export const selectEventsUntil = (ctx: Ctx, after: Place, until: Place, limit: number): Promise<EventRow[]> =>
  selectRows(ctx, after, sql<boolean>`(e.xid, e.seq) <= (${until.xid}::xid8, ${until.seq}::bigint)`, limit);

async function selectRows(ctx: Ctx, after: Place, isSettled: RawBuilder<boolean>, limit: number): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select e.xid::text as xid, e.seq, e.at, e.kind, e.object, e.object_id,
           exists (select from unnest(e.member_ids) as m (id) where ${withinReach(ctx, sql.ref('m.id'))}) as is_reached
      from events e
     where e.workspace_id = ${ctx.workspace}
       and (e.xid, e.seq) > (${after.xid}::xid8, ${after.seq}::bigint)
       and ${isSettled}
     order by e.xid, e.seq
     limit ${limit}`.execute(ctx.db);
  return rows;
}

/** The place of the last event that can be read now, and the members whose those since another place are; null for all of them. */
export async function selectNewest(db: Database, workspace: string, since: Place | null) {
  const horizon = await findHorizon(db);
  const { rows } = await sql<Place & { members: string[] | null }>`
    select e.xid::text as xid, e.seq, ${
      since === null
        ? sql`null`
        : sql`array(
      select distinct m.id::text from events n, unnest(n.member_ids) as m (id)
       where n.workspace_id = ${workspace} and n.xid < ${horizon}::xid8
         and (n.xid, n.seq) > (${since.xid}::xid8, ${since.seq}::bigint)
    )`
    } as members
      from events e
     where e.workspace_id = ${workspace} and e.xid < ${horizon}::xid8
     order by e.xid desc, e.seq desc limit 1`.execute(db);
  const [newest] = rows;
  return newest === undefined ? null : { last: newest, members: newest.members };
}

/** The place of the last event that can be read now, and of the first that is kept; null where there is none. `next` is the transaction to come. */
export async function findEnds(
  db: Database,
  workspace: string,
): Promise<{ first: Place | null; last: Place | null; next: string }> {
  const horizon = await findHorizon(db);
  const { rows } = await sql<{ first: Place | null; last: Place | null; next: string }>`
    select (select jsonb_build_object('xid', e.xid::text, 'seq', e.seq) from events e
             where e.workspace_id = ${workspace} order by e.xid, e.seq limit 1) as first,
           (select jsonb_build_object('xid', e.xid::text, 'seq', e.seq) from events e
             where e.workspace_id = ${workspace} and e.xid < ${horizon}::xid8
             order by e.xid desc, e.seq desc limit 1) as last,
           pg_snapshot_xmax(pg_current_snapshot())::text as next`.execute(db);
  const [ends] = rows;
  if (ends === undefined) throw new Error('A query without a table gives one row.');
  return ends;
}

export async function deleteOldEvents(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.deleteFrom('events').where('workspaceId', '=', ctx.workspace).where('at', '<', before).execute();
}
