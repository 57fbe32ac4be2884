import { type Expression, type SqlBool, sql } from 'kysely';
import type { Reach } from '../core/access.ts';
import type { Acting } from '../core/actor.ts';

/**
 * The condition that keeps a statement within what the actor may reach, given the column that names the member to whom a
 * row belongs. Every list, count, search, export, stream and report passes through here, and every write checks it
 * before it changes anything. A row outside is not told apart from one that does not exist.
 *
 * @param column the reference to that column, such as `sql.ref('absences.member_id')`
 */
export function withinReach(ctx: Acting, column: Expression<unknown>): Expression<SqlBool> {
  const reach = resolveReach(ctx);
  if (reach === 'all') return sql<SqlBool>`true`;
  if (ctx.actor.kind !== 'member') return sql<SqlBool>`false`;
  const own = sql<SqlBool>`${column} = ${ctx.actor.id}`;
  if (reach === 'own') return own;
  if (reach === 'team') return sql<SqlBool>`(${own} or ${column} in (${teammates(ctx, ctx.actor.id)}))`;
  return sql<SqlBool>`(${own} or ${column} in (
    select m.id from members m
    where m.workspace_id = ${ctx.workspace} and m.department in (${sql.join([...ctx.actor.actsFor, 'both'])})
      and ${ctx.actor.actsFor.length > 0}
  ))`;
}

/** Whether a record of a department, such as a team, is within reach. `both` belongs to each head. */
export function reachesDepartment(ctx: Acting, department: 'marketing' | 'sales' | 'both'): boolean {
  if (ctx.reach === 'all') return true;
  if (ctx.reach !== 'department' || ctx.actor.kind !== 'member') return false;
  return department === 'both' ? ctx.actor.actsFor.length > 0 : ctx.actor.actsFor.includes(department);
}

/** How far the right goes for this actor, with what `visible` stands for. */
export function resolveReach(ctx: Acting): Exclude<Reach, 'visible'> {
  if (ctx.reach !== 'visible') return ctx.reach;
  return ctx.actor.kind === 'member' ? ctx.actor.visibility : 'own';
}

/** Members of the teams that the actor is in at this instant or leads. */
function teammates(ctx: Acting, memberId: string) {
  return sql`
    select other.member_id from team_members other
    join teams t on t.workspace_id = other.workspace_id and t.id = other.team_id and t.archived_at is null
    where other.workspace_id = ${ctx.workspace}
      and other.valid_from <= ${ctx.now} and (other.valid_to is null or other.valid_to > ${ctx.now})
      and (t.lead_id = ${memberId} or exists (
        select from team_members mine
        where mine.workspace_id = other.workspace_id and mine.team_id = other.team_id and mine.member_id = ${memberId}
          and mine.valid_from <= ${ctx.now} and (mine.valid_to is null or mine.valid_to > ${ctx.now})
      ))`;
}
