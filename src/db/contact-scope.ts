import { type Expression, type SqlBool, sql } from 'kysely';
import type { Acting } from '../core/actor.ts';
import { resolveReach, withinReach } from './scope.ts';

/**
 * The condition that keeps a statement within the contacts that the actor may reach: those whose owner is, those of whom a
 * member within reach has the open handoff or a deal, and for Marketing those that are nobody's. Every list, count, search, export
 * and write of contacts passes through here (docs/decisions/0012-whose-contacts.md).
 *
 * @param contact how the statement calls `contacts`
 */
export function reachesContact(ctx: Acting, contact = 'c'): Expression<SqlBool> {
  if (resolveReach(ctx) === 'all') return sql<SqlBool>`true`;
  const id = sql.ref(`${contact}.id`);
  if (!reachesNobody(ctx)) return sql<SqlBool>`${id} in (${heldContacts(ctx)})`;
  return sql<SqlBool>`(
    ${id} in (${heldContacts(ctx)})
    or ${sql.ref(`${contact}.owner_id`)} is null and ${id} not in (
      select own_open.contact_id from handoffs own_open
      where own_open.workspace_id = ${ctx.workspace} and own_open.closed_at is null
    )
  )`;
}

/**
 * As `reachesContact`, of companies: one is within reach when its owner is, or when one of its people is. Writing needs more
 * where it has an owner: that is then who must be within reach.
 *
 * @param account how the statement calls `accounts`
 */
export function reachesAccount(ctx: Acting, right: 'read' | 'write', account = 'a'): Expression<SqlBool> {
  if (resolveReach(ctx) === 'all') return sql<SqlBool>`true`;
  const owner = sql.ref(`${account}.owner_id`);
  const ofPeople = sql<SqlBool>`${sql.ref(`${account}.id`)} in (
    select own_person.account_id from contacts own_person
    where own_person.workspace_id = ${ctx.workspace} and own_person.id in (${heldContacts(ctx)})
      and own_person.account_id is not null
  )`;
  const free = reachesNobody(ctx) ? sql<SqlBool>`true` : ofPeople;
  return sql<SqlBool>`(
    ${owner} in (${reachableMembers(ctx)})
    or ${owner} is null and ${free}
    or ${right === 'read' ? ofPeople : sql<SqlBool>`false`}
  )`;
}

/** Whether what belongs to nobody is within reach: it is Marketing's. */
export function reachesNobody(ctx: Acting): boolean {
  if (resolveReach(ctx) === 'all') return true;
  const { actor } = ctx;
  return actor.kind === 'member' && (actor.department !== 'sales' || actor.actsFor.includes('marketing'));
}

/** What members within reach own, have an open handoff of, or have a deal with. */
const heldContacts = (ctx: Acting) => sql`
  select own_contact.id from contacts own_contact
  where own_contact.workspace_id = ${ctx.workspace} and own_contact.owner_id in (${reachableMembers(ctx)})
  union all
  select own_handoff.contact_id from handoffs own_handoff
  where own_handoff.workspace_id = ${ctx.workspace} and own_handoff.closed_at is null
    and own_handoff.member_id in (${reachableMembers(ctx)})
  union all
  select own_link.contact_id from deals own_deal
  join deal_contacts own_link on own_link.workspace_id = own_deal.workspace_id and own_link.deal_id = own_deal.id
  where own_deal.workspace_id = ${ctx.workspace} and own_deal.deleted_at is null
    and own_deal.owner_id in (${reachableMembers(ctx)})`;

const reachableMembers = (ctx: Acting) => sql`
  select own_member.id from members own_member
  where own_member.workspace_id = ${ctx.workspace} and ${withinReach(ctx, sql.ref('own_member.id'))}`;
