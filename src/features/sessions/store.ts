import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Department, MemberDepartment, Role, Visibility } from '../../core/access.ts';
import type { Database } from '../../db/database.ts';

type Person = {
  workspaceId: string;
  memberId: string;
  name: string;
  role: Role;
  department: MemberDepartment;
  visibility: Visibility;
  actsFor: Department[];
};
export type SessionOwner = Person & {
  /** Where the session is kept, also while it looks into the sample. */
  homeId: string;
  sessionId: string;
  expiresAt: Date;
  lastSeenAt: Date;
  /** A new token is due, and this is not the old one of a rotation that is under way. */
  rotate: boolean;
};
export type SigningIn = Person & {
  passwordHash: string | null;
  /** This member signed in from this network lately. */
  knowsNetwork: boolean;
};

/** The departments that `m` acts for at `now`: as head, or as deputy while the head is absent. */
const actsFor = (now: Date): RawBuilder<Department[]> => sql`array(
  select d.department from departments d
  where d.workspace_id = m.workspace_id and (d.head_id = m.id or d.deputy_id = m.id and exists (
    select from absences a
    where a.workspace_id = d.workspace_id and a.member_id = d.head_id
      and a.starts_at <= ${now} and a.ends_at > ${now}
  ))
  order by d.department
)`;

/**
 * Who holds a session token. The token is the secret that names the workspace; nothing else is looked up before it. A session of an
 * admin that looks into the sample acts there, as the member of the same id.
 *
 * @param seenSince a session not seen since then has ended
 */
export async function findSessionOwner(
  db: Database,
  tokenHash: Buffer,
  now: Date,
  seenSince: Date,
): Promise<SessionOwner | undefined> {
  const { rows } = await sql<SessionOwner>`
    select m.workspace_id, s.workspace_id as home_id, s.id as session_id, s.expires_at, s.last_seen_at, s.rotate and s.token_hash = ${tokenHash} as rotate,
           m.id as member_id, m.name, m.role, m.department, coalesce(m.visibility, w.visibility) as visibility,
           ${actsFor(now)} as acts_for
    from sessions s
    join members own on own.workspace_id = s.workspace_id and own.id = s.member_id and own.active
    left join workspaces v on v.id = s.visiting and v.sample_of = s.workspace_id and v.ready and own.role = 'admin'
    join members m on m.workspace_id = coalesce(v.id, s.workspace_id) and m.id = s.member_id and m.active
    join workspaces w on w.id = m.workspace_id
    where (s.token_hash = ${tokenHash} or s.previous_hash = ${tokenHash} and s.previous_until > ${now})
      and s.expires_at > ${now} and s.last_seen_at > ${seenSince}`.execute(db);
  return rows[0];
}

/** The active member with this address, which is unique in the installation and names the workspace. */
export async function findSigningIn(
  db: Database,
  emailKey: string,
  networkHash: Buffer,
  now: Date,
): Promise<SigningIn | undefined> {
  const { rows } = await sql<SigningIn>`
    select m.workspace_id, m.id as member_id, m.name, m.role, m.department, m.password_hash,
           coalesce(m.visibility, w.visibility) as visibility, ${actsFor(now)} as acts_for,
           exists (
             select from known_networks n
             where n.workspace_id = m.workspace_id and n.member_id = m.id and n.network_hash = ${networkHash}
               and n.expires_at > ${now}
           ) as knows_network
    from members m
    join workspaces w on w.id = m.workspace_id
    where m.email_key = ${emailKey} and m.active`.execute(db);
  return rows[0];
}

/** An active member as who acts at `now`. */
export async function findPerson(ctx: Ctx, memberId: string): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select m.workspace_id, m.id as member_id, m.name, m.role, m.department,
           coalesce(m.visibility, w.visibility) as visibility, ${actsFor(ctx.now)} as acts_for
    from members m
    join workspaces w on w.id = m.workspace_id
    where m.workspace_id = ${ctx.workspace} and m.id = ${memberId} and m.active`.execute(ctx.db);
  return rows[0];
}

/** Locks the member and says whether the password that was checked is still theirs and they may still sign in. */
export async function stillFits(ctx: Ctx, memberId: string, passwordHash: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', memberId)
    .where('active', '=', true)
    .where('passwordHash', '=', passwordHash)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
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

export async function upsertKnownNetwork(
  ctx: Ctx,
  memberId: string,
  networkHash: Buffer,
  expiresAt: Date,
): Promise<void> {
  await ctx.db
    .insertInto('knownNetworks')
    .values({ workspaceId: ctx.workspace, memberId, networkHash, expiresAt })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'memberId', 'networkHash']).doUpdateSet({ expiresAt }))
    .execute();
}

/** Notes that a session and its member were seen, unless that was noted after `unseenSince`. */
export async function touchSession(
  db: Database,
  owner: { homeId: string; sessionId: string },
  now: Date,
  unseenSince: Date,
): Promise<void> {
  await sql`
    with seen as (
      update sessions set last_seen_at = ${now}
      where workspace_id = ${owner.homeId} and id = ${owner.sessionId} and last_seen_at <= ${unseenSince}
      returning workspace_id, member_id
    )
    update members m set last_seen_at = ${now} from seen
    where m.workspace_id = ${owner.homeId} and m.workspace_id = seen.workspace_id and m.id = seen.member_id`.execute(
    db,
  );
}

/**
 * Puts a new token in place of the one presented, which works on until `previousUntil`. False when a request at the same
 * instant did it first.
 */
export async function replaceToken(
  db: Database,
  session: { workspaceId: string; sessionId: string; presented: Buffer; next: Buffer; previousUntil: Date },
): Promise<boolean> {
  const { workspaceId, sessionId, presented, next, previousUntil } = session;
  const result = await db
    .updateTable('sessions')
    .set({ tokenHash: next, previousHash: presented, previousUntil, rotate: false })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', sessionId)
    .where('tokenHash', '=', presented)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function flagForRotation(ctx: Ctx, memberId: string): Promise<void> {
  await ctx.db
    .updateTable('sessions')
    .set({ rotate: true })
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .execute();
}

export async function selectSessions(ctx: Ctx, memberId: string, seenSince: Date) {
  return ctx.db
    .selectFrom('sessions')
    .select(['id', 'device', 'address', 'createdAt', 'lastSeenAt', 'expiresAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .where('expiresAt', '>', ctx.now)
    .where('lastSeenAt', '>', seenSince)
    .orderBy('lastSeenAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** Ends sessions of one member: the one named, all but the one named, or all. Returns how many. */
export async function deleteSessions(
  ctx: Ctx,
  memberId: string,
  which: { only?: string; except?: string | undefined } = {},
): Promise<number> {
  let query = ctx.db.deleteFrom('sessions').where('workspaceId', '=', ctx.workspace).where('memberId', '=', memberId);
  if (which.only !== undefined) query = query.where('id', '=', which.only);
  if (which.except !== undefined) query = query.where('id', '!=', which.except);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}

/** Whoever holds a token may end its session, whatever its workspace. */
export async function deleteSessionByToken(ctx: Ctx, tokenHash: Buffer): Promise<void> {
  await ctx.db.deleteFrom('sessions').where('tokenHash', '=', tokenHash).execute();
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
      'w.sampleOf',
    ])
    .executeTakeFirst();
}

export async function lockProfile(ctx: Ctx, memberId: string) {
  return ctx.db
    .selectFrom('members')
    .select(['name', 'zone', 'locale'])
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', memberId)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateProfile(
  ctx: Ctx,
  memberId: string,
  values: { name: string; nameKey: string; zone: string | null; locale: string | null },
): Promise<void> {
  await ctx.db
    .updateTable('members')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', memberId)
    .execute();
}

/** Upkeep for all workspaces at once. */
export async function deleteExpired(db: Database, now: Date, seenSince: Date): Promise<number> {
  const sessions = await db
    .deleteFrom('sessions')
    .where((eb) => eb.or([eb('expiresAt', '<=', now), eb('lastSeenAt', '<=', seenSince)]))
    .executeTakeFirst();
  await db.deleteFrom('knownNetworks').where('expiresAt', '<=', now).execute();
  return Number(sessions.numDeletedRows);
}
