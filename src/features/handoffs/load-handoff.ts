import type { Ctx } from '../../context.ts';
import type { Handoff } from '../../core/handoff/handoff.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { loadWork } from '../activities/load-work.ts';
import { findRelay } from '../agreements/find-relay.ts';
import { findDue } from '../clocks/find-due.ts';
import type { StateRow } from './store.ts';

/** A handoff as the rules know it. Attempts and conversations are no part of its row: `loadWorked` brings them. */
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

/** Handoffs as the rules know them, with what was done to reach their people. */
export async function loadWorked(
  ctx: Ctx,
  rows: readonly StateRow[],
): Promise<Map<string, { handoff: Handoff; noShows: number }>> {
  const work = await loadWork(
    ctx,
    rows.map(({ id, contactId, offeredAt, closedAt }) => ({ key: id, contactId, from: offeredAt, to: closedAt })),
  );
  return new Map(
    rows.map((row) => {
      const { attempts = [], conversations = [], noShows = 0 } = work.get(row.id) ?? {};
      return [row.id, { handoff: { ...toHandoff(row), attempts, conversations }, noShows }];
    }),
  );
}

/** The agreement under which a handoff was offered: it binds it to its end. */
export async function requireRelay(ctx: Ctx, versionId: string): Promise<Relay> {
  const relay = await findRelay(ctx, versionId);
  if (relay !== null) return relay;
  throw new Error(`The agreement version ${versionId} of a handoff was never in force.`);
}

/** Whether the agreed days for attempts have passed. */
export async function areAttemptsOver(ctx: Ctx, handoffId: string): Promise<boolean> {
  const due = (await findDue(ctx, [handoffId], 'attempts')).get(handoffId) ?? null;
  return due !== null && ctx.now > due;
}
