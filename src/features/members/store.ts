import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Department, MemberDepartment, Role, Visibility } from '../../core/access.ts';
import { containing } from '../../db/like-pattern.ts';
import { withinReach } from '../../db/scope.ts';

export type NewMember = {
  id: string;
  email: string;
  emailKey: string;
  name: string;
  nameKey: string;
  department: MemberDepartment;
  role: Role;
  passwordHash: string | null;
};

/** False when the address belongs to a member already: it is unique in the whole installation. */
export async function insertMember(ctx: Ctx, member: NewMember): Promise<boolean> {
  const result = await ctx.db
    .insertInto('members')
    .values({ workspaceId: ctx.workspace, ...member, createdAt: ctx.now })
    .onConflict((conflict) => conflict.column('emailKey').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export type MemberRow = {
  id: string;
  name: string;
  nameKey: string;
  email: string;
  department: MemberDepartment;
  role: Role;
  visibility: Visibility | null;
  active: boolean;
  awaitsInvitation: boolean;
  lastSeenAt: Date | null;
  createdAt: Date;
  version: number;
  heads: Department[];
  deputises: Department[];
  teams: { id: string; name: string }[];
  absent: boolean;
};

export type MemberFilter = {
  search?: string | undefined;
  active?: boolean | undefined;
  department?: MemberDepartment | undefined;
  after?: readonly [nameKey: string, id: string] | undefined;
  limit: number;
};

/** Members by name, with posts, teams and absence at this instant, in one statement. */
export async function listMemberRows(ctx: Ctx, filter: MemberFilter): Promise<MemberRow[]> {
  const { search, active, department, after } = filter;
  let query = describeMembers(ctx).orderBy('m.nameKey').orderBy('m.id').limit(filter.limit);
  if (search !== undefined) {
    const pattern = containing(search);
    query = query.where((eb) => eb.or([eb('m.nameKey', 'like', pattern), eb('m.emailKey', 'like', pattern)]));
  }
  if (active !== undefined) query = query.where('m.active', '=', active);
  if (department !== undefined) query = query.where('m.department', 'in', [department, 'both']);
  if (after) query = query.where(sql<boolean>`(m.name_key, m.id) > (${after[0]}, ${after[1]}::uuid)`);
  return query.execute();
}

export async function findMemberRow(ctx: Ctx, memberId: string): Promise<MemberRow | undefined> {
  return describeMembers(ctx).where('m.id', '=', memberId).executeTakeFirst();
}

function describeMembers(ctx: Ctx) {
  return ctx.db
    .selectFrom('members as m')
    .where('m.workspaceId', '=', ctx.workspace)
    .where(withinReach(ctx, sql.ref('m.id')))
    .select(['m.id', 'm.name', 'm.nameKey', 'm.email', 'm.department', 'm.role', 'm.visibility', 'm.active'])
    .select(['m.awaitsInvitation', 'm.lastSeenAt', 'm.createdAt', 'm.version'])
    .select([
      departmentsWhere(sql`d.head_id = m.id`).as('heads'),
      departmentsWhere(sql`d.deputy_id = m.id`).as('deputises'),
      sql<{ id: string; name: string }[]>`coalesce((
        select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by t.name_key, t.id)
        from team_members tm
        join teams t on t.workspace_id = tm.workspace_id and t.id = tm.team_id and t.archived_at is null
        where tm.workspace_id = m.workspace_id and tm.member_id = m.id
          and tm.valid_from <= ${ctx.now} and (tm.valid_to is null or tm.valid_to > ${ctx.now})
      ), '[]')`.as('teams'),
      sql<boolean>`exists (
        select from absences a
        where a.workspace_id = m.workspace_id and a.member_id = m.id and a.starts_at <= ${ctx.now} and a.ends_at > ${ctx.now}
      )`.as('absent'),
    ]);
}

const departmentsWhere = (condition: RawBuilder<unknown>): RawBuilder<Department[]> => sql`array(
  select d.department from departments d where d.workspace_id = m.workspace_id and ${condition} order by d.department
)`;

/**
 * Changes of roles, posts and who is active happen one after the other in a workspace: each decides by what it finds of
 * the others (is there another admin, is the head active). Taken before any other lock, so that nobody waits in a circle.
 */
export async function lockRoster(ctx: Ctx): Promise<void> {
  await ctx.db
    .selectFrom('workspaces')
    .select('id')
    .where('id', '=', ctx.workspace)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export type LockedMember = Pick<
  MemberRow,
  'id' | 'name' | 'department' | 'role' | 'visibility' | 'active' | 'awaitsInvitation' | 'version'
>;

/**
 * One member, kept as they are until the transaction ends: `change` for who will update the row, `use` for who refers to
 * it (several at once) and must not find it deactivated a moment later.
 */
export async function lockMemberRow(
  ctx: Ctx,
  memberId: string,
  purpose: 'change' | 'use',
): Promise<LockedMember | undefined> {
  const query = ctx.db
    .selectFrom('members')
    .select(['id', 'name', 'department', 'role', 'visibility', 'active', 'awaitsInvitation', 'version'])
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', memberId);
  return (purpose === 'change' ? query.forNoKeyUpdate() : query.forShare()).executeTakeFirst();
}

export type MemberValues = {
  name?: string;
  nameKey?: string;
  department?: MemberDepartment;
  role?: Role;
  visibility?: Visibility | null;
  active?: boolean;
};

export async function updateMember(ctx: Ctx, memberId: string, values: MemberValues): Promise<void> {
  await ctx.db
    .updateTable('members')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', memberId)
    .execute();
}

export async function hasOtherAdmin(ctx: Ctx, memberId: string): Promise<boolean> {
  const other = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '<>', memberId)
    .where('role', '=', 'admin')
    .where('active', '=', true)
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

/** Makes of a member who awaited an invitation one who can sign in. False when the address belongs to another member. */
export async function updateAwaited(ctx: Ctx, { id, ...member }: NewMember): Promise<boolean> {
  const other = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('emailKey', '=', member.emailKey)
    .where('id', '<>', id)
    .executeTakeFirst();
  if (other !== undefined) return false;
  const result = await ctx.db
    .updateTable('members')
    .set((eb) => ({ ...member, active: true, awaitsInvitation: false, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .where('awaitsInvitation', '=', true)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Members by the keys of their addresses or names. */
export async function selectMembers(ctx: Ctx, emailKeys: readonly string[], nameKeys: readonly string[]) {
  return ctx.db
    .selectFrom('members')
    .select(['id', 'emailKey', 'nameKey'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`(email_key = any(${emailKeys}::text[]) or name_key = any(${nameKeys}::text[]))`)
    .execute();
}

export type AwaitedMember = Pick<NewMember, 'id' | 'email' | 'emailKey' | 'name' | 'nameKey' | 'department'>;

/** Makes members who wait for an invitation. An address that is somebody's in another workspace is left out. */
export async function insertAwaited(ctx: Ctx, members: readonly AwaitedMember[]): Promise<void> {
  await sql`
    insert into members (
      workspace_id, id, email, email_key, name, name_key, department, role, active, awaits_invitation, created_at
    )
    select ${ctx.workspace}::uuid, id, case when taken then '' else email end,
      case when taken or email = '' then 'awaits:' || id else email_key end,
      name, name_key, department, 'member', false, true, ${ctx.now}::timestamptz
    from (
      select given.*, exists (select from members m where m.email_key = given.email_key) as taken
      from unnest(
        ${members.map(({ id }) => id)}::uuid[], ${members.map(({ email }) => email)}::text[],
        ${members.map(({ emailKey }) => emailKey)}::text[], ${members.map(({ name }) => name)}::text[],
        ${members.map(({ nameKey }) => nameKey)}::text[], ${members.map(({ department }) => department)}::text[]
      ) as given (id, email, email_key, name, name_key, department)
    ) told`.execute(ctx.db);
}

export async function selectNames(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('members')
    .select(['id', 'name'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
}
