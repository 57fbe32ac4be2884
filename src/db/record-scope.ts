import { type Expression, type SqlBool, sql } from 'kysely';
import type { Reach, Role } from '../core/access.ts';
import type { Acting, MemberActor } from '../core/actor.ts';
import { reachesAccount, reachesContact, reachesNobody } from './contact-scope.ts';
import type { Database } from './database.ts';
import { resolveReach, withinReach } from './scope.ts';

type Reader = Acting & { readonly db: Database };

/** What something is about: at most one of them is there. */
export type About = { contactId: string | null; accountId: string | null; dealId: string | null };
export type RecordKind = 'contact' | 'account' | 'deal';

/**
 * The condition that keeps a statement within what is about records that the actor may read. What is about nothing is not
 * within reach by this alone.
 *
 * @param row how the statement calls the table with the columns `contact_id`, `account_id` and `deal_id`
 */
export function reachesRecord(ctx: Acting, row: string): Expression<SqlBool> {
  if (resolveReach(ctx) === 'all') return sql<SqlBool>`true`;
  const column = (name: string) => sql.ref(`${row}.${name}`);
  return sql<SqlBool>`(
    exists (
      select from contacts own_c
      where own_c.workspace_id = ${ctx.workspace} and own_c.id = ${column('contact_id')} and ${reachesContact(ctx, 'own_c')}
    )
    or exists (
      select from accounts own_a
      where own_a.workspace_id = ${ctx.workspace} and own_a.id = ${column('account_id')}
        and ${reachesAccount(ctx, 'read', 'own_a')}
    )
    or exists (
      select from deals own_d
      where own_d.workspace_id = ${ctx.workspace} and own_d.id = ${column('deal_id')} and ${reachesDeal(ctx, 'own_d')}
    )
  )`;
}

/**
 * As `reachesContact`, of deals: one is within reach when its owner or the one who found it is, when its company is, or when
 * one of its people is; and for Marketing one that is nobody's.
 *
 * @param deal how the statement calls `deals`
 */
export function reachesDeal(ctx: Acting, deal: string): Expression<SqlBool> {
  if (resolveReach(ctx) === 'all') return sql<SqlBool>`true`;
  const column = (name: string) => sql.ref(`${deal}.${name}`);
  const isNobodys = reachesNobody(ctx)
    ? sql`${column('owner_id')} is null and ${column('sdr_id')} is null`
    : sql`false`;
  return sql<SqlBool>`(
    ${withinReach(ctx, column('owner_id'))} or ${withinReach(ctx, column('sdr_id'))} or ${isNobodys}
    or exists (
      select from accounts deal_a
      where deal_a.workspace_id = ${ctx.workspace} and deal_a.id = ${column('account_id')}
        and ${reachesAccount(ctx, 'read', 'deal_a')}
    )
    or exists (
      select from deal_contacts deal_c
      join contacts deal_person on deal_person.workspace_id = deal_c.workspace_id and deal_person.id = deal_c.contact_id
      where deal_c.workspace_id = ${ctx.workspace} and deal_c.deal_id = ${column('id')}
        and ${reachesContact(ctx, 'deal_person')}
    )
  )`;
}

/** The name of the record that a row is about. */
export const recordName = (workspace: string, row: string) => {
  const column = (name: string) => sql.ref(`${row}.${name}`);
  return sql<string | null>`coalesce(
    (select coalesce(named.name, named.email, named.phone, '') from contacts named
     where named.workspace_id = ${workspace} and named.id = ${column('contact_id')}),
    (select coalesce(named.name, named.domain, '') from accounts named
     where named.workspace_id = ${workspace} and named.id = ${column('account_id')}),
    (select named.name from deals named where named.workspace_id = ${workspace} and named.id = ${column('deal_id')})
  )`;
};

/** Which of the three it is, with its id. */
export function whichRecord({ contactId, accountId, dealId }: About): { kind: RecordKind; id: string } | null {
  if (contactId !== null) return { kind: 'contact', id: contactId };
  if (accountId !== null) return { kind: 'account', id: accountId };
  return dealId === null ? null : { kind: 'deal', id: dealId };
}

/**
 * The record within reach that something new is to be about, with its name; one that was removed or merged is none. It stays
 * as it is until the transaction ends, so that a merge of two people takes all that is theirs with it.
 */
export async function holdRecord(ctx: Reader, about: About): Promise<{ name: string } | undefined> {
  const record = whichRecord(about);
  if (record === null) return undefined;
  const { rows } = await sql<{ name: string }>`${find(ctx, record)} for share of r`.execute(ctx.db);
  return rows[0];
}

function find(ctx: Acting, { kind, id }: { kind: RecordKind; id: string }) {
  const whole = sql`r.workspace_id = ${ctx.workspace} and r.id = ${id} and r.deleted_at is null`;
  if (kind === 'deal') return sql`select r.name from deals r where ${whole} and ${reachesDeal(ctx, 'r')}`;
  if (kind === 'contact') {
    return sql`select coalesce(r.name, r.email, r.phone, '') as name from contacts r
      where ${whole} and r.merged_into is null and ${reachesContact(ctx, 'r')}`;
  }
  return sql`select coalesce(r.name, r.domain, '') as name from accounts r
    where ${whole} and r.merged_into is null and ${reachesAccount(ctx, 'read', 'r')}`;
}

export type RecordReader = { id: string; name: string; email: string; zone: string; mayRead: boolean };

type MemberRow = Omit<RecordReader, 'mayRead'> &
  Pick<MemberActor, 'role' | 'department' | 'visibility' | 'actsFor'> & { id: string };

/**
 * Which of some members are active, and whether each may read a record; without a record everybody may. They stay active until
 * the transaction ends.
 *
 * @param reaches how far each role may read such records
 */
export async function holdReaders(
  ctx: Reader,
  memberIds: readonly string[],
  about: About,
  reaches: Record<Role, Reach>,
): Promise<RecordReader[]> {
  if (memberIds.length === 0) return [];
  const { rows } = await sql<MemberRow>`
    select m.id, m.name, m.email, m.role, m.department, coalesce(m.visibility, w.visibility) as visibility,
           coalesce(m.zone, w.zone) as zone,
           array(select d.department from departments d where d.workspace_id = m.workspace_id and d.head_id = m.id) as acts_for
    from members m
    join workspaces w on w.id = m.workspace_id
    where m.workspace_id = ${ctx.workspace} and m.id = any(${memberIds}::uuid[]) and m.active
    order by m.id
    for share of m`.execute(ctx.db);
  const record = whichRecord(about);
  if (rows.length === 0 || record === null) return rows.map((row) => ({ ...row, mayRead: true }));
  const asked = rows.map((row) => {
    const reach = row.actsFor.length > 0 ? reaches.head : reaches[row.role];
    const actor: MemberActor = { ...row, kind: 'member', sessionId: '' };
    const acting: Acting = { workspace: ctx.workspace, actor, reach, now: ctx.now };
    return sql`select ${row.id}::uuid as id where exists (${find(acting, record)})`;
  });
  const found = await sql<{ id: string }>`${sql.join(asked, sql` union all `)}`.execute(ctx.db);
  const readers = new Set(found.rows.map(({ id }) => id));
  return rows.map((row) => ({ ...row, mayRead: readers.has(row.id) }));
}
