import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Department, MemberDepartment, Role, Visibility } from '../../core/access.ts';
import type { Database } from '../../db/database.ts';

export type SessionOwner = {
  workspaceId: string;
  sessionId: string;
  expiresAt: Date;
  lastSeenAt: Date;
  rotate: boolean;
  memberId: string;
  name: string;
  role: Role;
  department: MemberDepartment;
  visibility: Visibility;
  actsFor: Department[];
};

/**
 * Who holds a session token, with the departments they act for at `now`: as head, or as deputy while the head is absent.
 * The token is the secret that names the workspace; nothing else is looked up before it.
 */
export async function findSessionOwner(db: Database, tokenHash: Buffer, now: Date): Promise<SessionOwner | undefined> {
  const { rows } = await sql<SessionOwner>`
    select s.workspace_id, s.id as session_id, s.expires_at, s.last_seen_at, s.rotate and s.token_hash = ${tokenHash} as rotate,
           m.id as member_id, m.name, m.role, m.department, coalesce(m.visibility, w.visibility) as visibility,
           array(
             select d.department from departments d
             where d.workspace_id = s.workspace_id and (d.head_id = m.id or d.deputy_id = m.id and exists (
               select from absences a
               where a.workspace_id = d.workspace_id and a.member_id = d.head_id
                 and a.starts_at <= ${now} and a.ends_at > ${now}
             ))
             order by d.department
           ) as acts_for
    from sessions s
    join members m on m.workspace_id = s.workspace_id and m.id = s.member_id and m.active
    join workspaces w on w.id = s.workspace_id
    where (s.token_hash = ${tokenHash} or s.previous_hash = ${tokenHash} and s.previous_until > ${now})
      and s.expires_at > ${now}`.execute(db);
  return rows[0];
}

export async function insertSession(
  ctx: Ctx,
  row: { id: string; memberId: string; tokenHash: Buffer; device: string; address: string; expiresAt: Date },
): Promise<void> {
  await ctx.db
    .insertInto('sessions')
    .values({ workspaceId: ctx.workspace, ...row, createdAt: ctx.now, lastSeenAt: ctx.now })
    .execute();
  await ctx.db
    .updateTable('members')
    .set({ lastSeenAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', row.memberId)
    .execute();
}

/** What the browser needs to know of its member and workspace. */
export async function findSessionState(ctx: Ctx, memberId: string) {
  return ctx.db
    .selectFrom('members as m')
    .innerJoin('workspaces as w', 'w.id', 'm.workspaceId')
    .where('m.workspaceId', '=', ctx.workspace)
    .where('m.id', '=', memberId)
    .select(['m.id', 'm.name', 'm.email', 'm.department', 'm.role', 'm.zone', 'm.locale', 'm.version'])
    .select([
      'w.id as workspaceId',
      'w.name as workspaceName',
      'w.currency',
      'w.zone as workspaceZone',
      'w.locale as workspaceLocale',
    ])
    .executeTakeFirst();
}
