import type { Ctx } from '../../context.ts';
import type { Handoff } from '../../core/handoff/handoff.ts';
import type { RoutingDecision } from '../../core/routing/route.ts';
import { recordChange } from '../audit/record-change.ts';
import { recordEvents } from '../events/record-events.ts';
import { notifyMembers } from '../notifications/notify-members.ts';
import { findHead } from '../workspaces/find-head.ts';
import type { Taking } from './refuse-taker.ts';

type Passed = { lead: { grade: string | null }; handoff: Pick<Handoff, 'id' | 'contactId' | 'memberId'> };
type Waiting = {
  lead: { qualificationId: string; contactId: string };
  decision: Pick<RoutingDecision, 'considered'>;
  reason: string;
};

/**
 * Notes what became of leads: one entry for all, as each decision stands in the log of routing, with whether somebody took or
 * gave them; and an event for each.
 */
export async function recordOffers(
  ctx: Ctx,
  passed: readonly Passed[],
  queued: readonly Waiting[],
  taking: Taking | null,
): Promise<void> {
  if (passed.length + queued.length === 0) return;
  await recordEvents(ctx, [
    ...passed.map(({ handoff: { id, contactId, memberId } }) => ({
      ...{ kind: 'handoff.offered', object: 'handoff', objectId: id, memberIds: [memberId], details: { contactId } },
    })),
    ...(await listWaits(ctx, queued)),
  ]);
  await notifyMembers(
    ctx,
    passed
      // Who takes a lead need not be told so.
      .filter(({ handoff }) => taking?.by !== handoff.memberId)
      .map(({ lead, handoff: { id, contactId, memberId } }) => ({
        ...{
          kind: 'lead-offered' as const,
          key: `lead-offered:${id}`,
          memberIds: [memberId],
          object: 'handoff' as const,
        },
        ...{ objectId: id, about: { contactId } },
        text: lead.grade === null ? 'A new lead is yours: {who}.' : `A new lead is yours: {who}, grade ${lead.grade}.`,
      })),
  );
  await recordChange(ctx, {
    verb: 'handoffs.offered',
    object: 'handoff',
    objectId: null,
    after: {
      offered: passed.map(({ handoff: { id, contactId, memberId } }) => ({ handoffId: id, contactId, memberId })),
      ...(taking === null ? {} : { cause: taking.cause }),
      queued: queued.map(({ lead: { contactId }, reason }) => ({ contactId, reason })),
    },
  });
}

/** That a lead waits concerns those who were looked at, who may take it, and the head of Sales. */
async function listWaits(ctx: Ctx, queued: readonly Waiting[]) {
  if (queued.length === 0) return [];
  const headId = await findHead(ctx, 'sales');
  return queued.map(({ lead: { qualificationId, contactId }, decision }) => ({
    ...{ kind: 'lead.queued', object: 'qualification', objectId: qualificationId, details: { contactId } },
    memberIds: [headId, ...decision.considered.map(({ memberId }) => memberId)].filter((id) => id !== null),
  }));
}
