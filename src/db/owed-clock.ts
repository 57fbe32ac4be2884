import { type Expression, type SqlBool, sql } from 'kysely';

/**
 * The condition that a clock of a handoff is still owed by whoever has the handoff now: it runs or is paused, or its time is
 * over and nothing has been done yet. What broke with an earlier owner, and a decision that silence took, are owed no more.
 *
 * @param clock alias of the table clocks
 * @param handoff alias of the table handoffs
 */
export function isOwed(clock: string, handoff: string): Expression<SqlBool> {
  const [k, h] = [(name: string) => sql.ref(`${clock}.${name}`), (name: string) => sql.ref(`${handoff}.${name}`)];
  return sql<SqlBool>`(${k('outcome')} is null or ${k('outcome')} = 'broken' and ${k('answered_at')} is null
    and ${k('member_id')} = ${h('member_id')} and ${h('closed_at')} is null
    and (${k('kind')} <> 'decide' or ${h('status')} = 'offered'))`;
}
