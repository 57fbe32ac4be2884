import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';

export type Mark = { contactId: string; cause: 'touch' | 'edit' | 'import' };

/**
 * Puts contacts on the list of those to judge, once each, for the weightiest of their causes: a touch, then an edit. Who waited
 * first goes on being first.
 */
export async function insertMarks(ctx: Ctx, marks: readonly Mark[]): Promise<void> {
  const sorted = [...marks].sort((a, b) => (a.contactId < b.contactId ? -1 : 1));
  await sql`
    insert into contacts_to_judge as m (workspace_id, contact_id, cause, since, known_at)
    select ${ctx.workspace}::uuid, contact_id, cause, ${ctx.now}::timestamptz, ${ctx.now}::timestamptz from unnest(
      ${sorted.map(({ contactId }) => contactId)}::uuid[], ${sorted.map(({ cause }) => cause)}::text[]
    ) as given (contact_id, cause)
    on conflict (workspace_id, contact_id) do update set
      facts = m.facts + 1, known_at = greatest(m.known_at, excluded.known_at), cause = case
        when 'touch' in (m.cause, excluded.cause) then 'touch'
        when 'edit' in (m.cause, excluded.cause) then 'edit'
        else 'import'
      end`.execute(ctx.db);
}

/** Whether anybody waits to be judged because of what came for them. */
export async function hasMarks(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ waiting: boolean }>`
    select exists (select from contacts_to_judge where workspace_id = ${ctx.workspace}) as waiting`.execute(ctx.db);
  return rows[0]?.waiting ?? false;
}

/** Whether this transaction is the one that judges them; nothing is written by it, which would hold up what arrives. */
export async function lockMarks(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`judge-marked ${ctx.workspace}`}, 0)) as locked`.execute(
    ctx.db,
  );
  return rows[0]?.locked ?? false;
}

/** Those who have waited longest to be judged. */
export async function selectMarks(ctx: Ctx, limit: number) {
  return ctx.db
    .selectFrom('contactsToJudge')
    .select(['contactId', 'cause', 'facts', 'since', 'knownAt'])
    .where('workspaceId', '=', ctx.workspace)
    .orderBy('since')
    .orderBy('contactId')
    .limit(limit)
    .execute();
}

/** Gives whoever has waited longest the last place instead; says who it was. */
export async function delayMark(ctx: Ctx): Promise<string | null> {
  const { rows } = await sql<{ contactId: string }>`
    update contacts_to_judge m
    set since = (select max(since) from contacts_to_judge where workspace_id = ${ctx.workspace}) + interval '1 ms'
    from (
      select contact_id from contacts_to_judge
      where workspace_id = ${ctx.workspace} order by since, contact_id limit 1
    ) as first
    where m.workspace_id = ${ctx.workspace} and m.contact_id = first.contact_id
    returning m.contact_id`.execute(ctx.db);
  return rows[0]?.contactId ?? null;
}

export type ReadMark = { contactId: string; facts: number; since: Date };

/**
 * Takes off the list whom nothing has come for since they were read from it. Somebody may have been taken off by another process and
 * put on it again meanwhile, which shows by `since`.
 */
export async function deleteMarks(ctx: Ctx, marks: readonly ReadMark[]): Promise<void> {
  const sorted = [...marks].sort((a, b) => (a.contactId < b.contactId ? -1 : 1));
  // Locked in the order in which those who store facts lock them.
  await sql`
    with judged as (
      select m.contact_id
      from contacts_to_judge m
      join unnest(
        ${sorted.map(({ contactId }) => contactId)}::uuid[], ${sorted.map(({ facts }) => facts)}::integer[],
        ${sorted.map(({ since }) => since)}::timestamptz[]
      ) as given (contact_id, facts, since) using (contact_id, facts, since)
      where m.workspace_id = ${ctx.workspace}
      order by m.contact_id for update of m
    )
    delete from contacts_to_judge m using judged
    where m.workspace_id = ${ctx.workspace} and m.contact_id = judged.contact_id`.execute(ctx.db);
}
