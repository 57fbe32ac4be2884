import type { Handoff } from '../../core/handoff/handoff.ts';
import type { StateRow } from './store.ts';

/** A handoff as the rules know it. Attempts and conversations are not kept here: what needs them brings them. */
export function toHandoff(row: StateRow): Handoff {
  const ms = (date: Date | null) => date?.getTime() ?? null;
  return {
    id: row.id,
    contactId: row.contactId,
    cycle: row.cycle,
    number: row.number,
    follows: row.follows,
    memberId: row.memberId,
    assignedAt: row.assignedAt.getTime(),
    explore: row.explore,
    state: row.status,
    offeredAt: row.offeredAt.getTime(),
    acceptedAt: ms(row.acceptedAt),
    acceptedBy: row.acceptedBy,
    verdict: row.verdict,
    reason: row.reason,
    note: row.note,
    decidedBy: toDecider(row),
    attempts: [],
    conversations: [],
    confirmedAt: ms(row.confirmedAt),
    dealId: row.dealId,
    marketingOwnerId: row.marketingOwnerId,
    nextStep: row.nextStep,
    wakeUpAt: ms(row.wakeUpAt),
    cancelCause: row.cancelCause,
    overturned: row.overturned,
    closedAt: ms(row.closedAt),
  };
}

function toDecider({ verdictBy, verdictClause }: StateRow): Handoff['decidedBy'] {
  if (verdictBy !== null) return { kind: 'member', id: verdictBy };
  return verdictClause === null ? null : { kind: 'rule', clause: verdictClause };
}
