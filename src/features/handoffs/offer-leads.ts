import type { Ctx } from '../../context.ts';
import type { Facts } from '../../core/agreement/facts.ts';
import type { HandoffFact } from '../../core/handoff/clock-effects.ts';
import { type Handoff, isOpen, offerHandoff } from '../../core/handoff/handoff.ts';
import { listCountedPromises } from '../../core/promises/counted-promises.ts';
import { bindPromises, type PromiseKeys } from '../../core/relay/promise-keys.ts';
import { findLeadValue, type Relay } from '../../core/relay/relay.ts';
import type { LastPass } from '../../core/routing/availability.ts';
import type { QueueReason, RoutingDecision, RoutingInput } from '../../core/routing/route.ts';
import { newId } from '../../db/ids.ts';
import { moveClocks } from '../clocks/move-clocks.ts';
import { logRoutings, type Routed } from '../routing/log-routings.ts';
import { type Board, holdRouting, prepareBoard, type RoutedLead } from '../routing/prepare-board.ts';
import { findHead } from '../workspaces/find-head.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { toHandoff } from './load-handoff.ts';
import { recordOffers } from './record-offers.ts';
import { refuseTaker, type Taking } from './refuse-taker.ts';
import type { Brief } from './schema.ts';
import {
  insertAssignments,
  insertHandoffs,
  listHistory,
  lockQualifications,
  markHandedOver,
  markQueued,
  type NewHandoff,
} from './store.ts';

/** Somebody who qualifies with complete information, as they stand now. */
export type Lead = {
  qualificationId: string;
  contactId: string;
  accountId: string | null;
  cycle: number;
  explore: boolean;
  occurredAt: Date;
  /** As stage conditions see the contact, with derived grade, fit, engagement, persona and segment. */
  facts: Facts;
  grade: string | null;
  campaign: string | null;
  accountOwner: string | null;
  contactOwner: string | null;
  foundBy: string | null;
  protectedUntil: Date | null;
  /** When the contact last asked for something itself: lets a lead return to the same rep early. */
  highIntentAt: Date | null;
  brief: Omit<Brief, 'route' | 'agreement'>;
};

export type Offered = { contactId: string; handoffId: string; memberId: string };
export type Queued = { contactId: string; reason: QueueReason };

type Decided = { lead: Lead; decision: RoutingDecision; input: RoutingInput; teamId: string | null };
type Passed = Decided & { handoff: Handoff; facts: HandoffFact[]; promises: PromiseKeys };
type Waiting = Decided & { reason: QueueReason };

/**
 * Offers leads to members of Sales by the routing of the agreement, one after the other, each by the loads and turns as the
 * one before left them; those for whom nobody is there wait in the queue. All of them are written in as many statements as
 * one would be. A contact that has an open handoff, and a qualification that was handed over, get nothing new.
 *
 * @param taking who takes them, or to whom they are given, where routing is not asked; what bars that is an error
 */
export async function offerLeads(
  ctx: Ctx,
  relay: Relay,
  leads: readonly Lead[],
  taking: Taking | null = null,
): Promise<{ offered: Offered[]; queued: Queued[] }> {
  if (leads.length === 0) return { offered: [], queued: [] };
  // From here on nobody else offers, be it the same contacts or to the same members.
  await holdRouting(ctx);
  const known = await lockQualifications(
    ctx,
    leads.map(({ qualificationId }) => qualificationId),
  );
  const qualifications = new Map(known.map((row) => [row.id, row]));
  const histories = await loadHistories(ctx, leads);
  const board = await prepareBoard(ctx, relay, [
    ...[...histories.values()].flatMap(({ handoffs }) => handoffs.map(({ memberId }) => memberId)),
    ...leads.flatMap(({ accountOwner, contactOwner, foundBy }) => [accountOwner, contactOwner, foundBy]),
    taking?.memberId ?? null,
  ]);
  const result: { offered: Offered[]; queued: Queued[] } = { offered: [], queued: [] };
  const passed: Passed[] = [];
  const waiting: Waiting[] = [];
  for (const lead of leads) {
    const { contactId, cycle, explore, facts } = lead;
    const history = histories.get(contactId) ?? { handoffs: [], qualifications: new Set() };
    histories.set(contactId, history);
    const open = history.handoffs.find(isOpen);
    if (open !== undefined) result.offered.push({ contactId, handoffId: open.id, memberId: open.memberId });
    const isDone = history.qualifications.has(lead.qualificationId);
    if (open !== undefined || isDone || qualifications.get(lead.qualificationId)?.status === 'withdrawn') continue;

    const routed = {
      ...lead,
      lastPass: findLastPass(history.handoffs, lead.highIntentAt),
      holds: relay.routing.map(({ when }) => when?.(facts) ?? true),
    };
    const decided = { lead, ...(taking === null ? board.decide(routed) : await takeBy(ctx, board, routed, taking)) };
    const memberId = decided.decision.chosen;
    if (memberId === null) {
      const reason = decided.decision.queued ?? 'nobody-available';
      result.queued.push({ contactId, reason });
      waiting.push({ ...decided, reason });
      continue;
    }
    const offer = { id: newId(ctx.now), contactId, cycle, memberId, explore };
    const move = offerHandoff(history.handoffs, offer, ctx.now.getTime());
    if (!move.ok) throw new Error(`An offer was refused: ${move.refusals[0]?.code}`);
    history.handoffs.push(move.next);
    history.qualifications.add(lead.qualificationId);
    result.offered.push({ contactId, handoffId: offer.id, memberId });
    passed.push({ ...decided, handoff: move.next, facts: move.facts, promises: bindPromises(relay, facts) });
  }
  // Who waits already, for the same reason, is no news: it would be told again at every try.
  const isNew = ({ lead }: Waiting) => (qualifications.get(lead.qualificationId)?.queuedAt ?? null) === null;
  const news = waiting.filter(
    (one) => isNew(one) || qualifications.get(one.lead.qualificationId)?.queueReason !== one.reason,
  );
  await saveOffers(ctx, relay, passed, taking);
  await saveQueue(ctx, relay, news);
  await startWaits(ctx, relay, news.filter(isNew));
  if (passed.length > 0) await board.save();
  await recordOffers(ctx, passed, news, taking);
  return result;
}

async function takeBy(ctx: Ctx, board: Board, lead: RoutedLead, taking: Taking) {
  const { taker, ...decided } = board.take(lead, taking.memberId);
  const refused = await refuseTaker(ctx, taker, taking);
  if (refused !== null) throw refused;
  return decided;
}

type History = { handoffs: Handoff[]; qualifications: Set<string | null> };

/** What became of the handoffs of some contacts before. */
export async function loadHistories(ctx: Ctx, leads: readonly Lead[]): Promise<Map<string, History>> {
  const rows = await listHistory(
    ctx,
    leads.map(({ contactId }) => contactId),
  );
  const byContact = Map.groupBy(rows, ({ contactId }) => contactId);
  return new Map(
    [...byContact].map(([contactId, own]) => [
      contactId,
      { handoffs: own.map(toHandoff), qualifications: new Set(own.map(({ qualificationId }) => qualificationId)) },
    ]),
  );
}

/** A cancelled handoff was nobody's pass. */
export function findLastPass(history: readonly Handoff[], highIntentAt: Date | null): LastPass | null {
  const closed = history.filter(({ state, closedAt }) => state !== 'cancelled' && closedAt !== null);
  const last = closed.reduce<Handoff | null>(
    (latest, one) => (latest === null || (one.closedAt ?? 0) >= (latest.closedAt ?? 0) ? one : latest),
    null,
  );
  if (last === null) return null;
  return { memberId: last.memberId, endedAt: last.closedAt ?? 0, highIntentAt: highIntentAt?.getTime() ?? null };
}

async function saveOffers(ctx: Ctx, relay: Relay, passed: readonly Passed[], taking: Taking | null): Promise<void> {
  if (passed.length === 0) return;
  await markHandedOver(
    ctx,
    passed.map(({ lead }) => lead.qualificationId),
  );
  await insertHandoffs(
    ctx,
    passed.map((one) => toRow(ctx, relay, one, taking)),
  );
  await insertAssignments(
    ctx,
    passed.map(({ handoff }) => ({
      handoffId: handoff.id,
      memberId: handoff.memberId,
      fromAt: ctx.now,
      toAt: null,
      cause: taking?.cause ?? 'routed',
    })),
  );
  await logRoutings(
    ctx,
    relay,
    passed.map((one) => ({
      ...toRouted(one, one.handoff.id),
      ...(taking === null ? {} : { cause: taking.cause, byMember: taking.by }),
    })),
  );
  await moveClocks(
    ctx,
    relay,
    passed.map(({ lead, handoff, facts, promises, teamId }) => ({
      subject: {
        handoffId: handoff.id,
        qualificationId: lead.qualificationId,
        memberId: handoff.memberId,
        teamId,
        promises,
      },
      facts,
    })),
  );
}

async function saveQueue(ctx: Ctx, relay: Relay, news: readonly Waiting[]): Promise<void> {
  if (news.length === 0) return;
  await markQueued(
    ctx,
    news.map(({ lead, reason }) => ({ qualificationId: lead.qualificationId, reason })),
  );
  await logRoutings(
    ctx,
    relay,
    news.map((one) => toRouted(one, null)),
  );
}

/** From now on time runs for Sales to find somebody; what Marketing owed is no longer waited for. */
async function startWaits(ctx: Ctx, relay: Relay, news: readonly Waiting[]): Promise<void> {
  if (news.length === 0) return;
  const wait = { hours: (await readWorkspace(ctx)).queueHours, headId: await findHead(ctx, 'sales') };
  await moveClocks(
    ctx,
    relay,
    news.map(({ lead: { qualificationId } }) => ({
      subject: { handoffId: null, qualificationId, memberId: null, teamId: null, promises: {}, wait },
      facts: [{ kind: 'queued' as const, handoffId: null, at: ctx.now.getTime() }],
    })),
  );
}

function toRow(
  ctx: Ctx,
  relay: Relay,
  { lead, handoff, decision, promises, teamId }: Passed,
  taking: Taking | null,
): NewHandoff {
  const value = findLeadValue(relay, lead.facts);
  const { id, number, name } = relay.version;
  const brief: Brief = {
    ...lead.brief,
    route: describeRoute(relay, decision, taking),
    agreement: { id, number, name },
  };
  return {
    id: handoff.id,
    contactId: handoff.contactId,
    accountId: lead.accountId,
    qualificationId: lead.qualificationId,
    cycle: handoff.cycle,
    number: handoff.number,
    memberId: handoff.memberId,
    teamId,
    assignedAt: ctx.now,
    explore: handoff.explore,
    status: handoff.state,
    offeredAt: ctx.now,
    grade: lead.grade,
    campaign: lead.campaign,
    leadValue: value?.key ?? null,
    expectedValue: value?.minor ?? null,
    brief: JSON.stringify(brief),
    promises: JSON.stringify({ ...promises, counted: listCountedPromises(relay, lead.facts) }),
    salesSourced: decision.salesSourced,
    versionId: id,
  };
}

/** Steps that no rule of the agreement takes. */
const ownSteps: Record<string, string> = {
  protection: 'It goes to the rep who found it, as long as the lead is protected.',
  'same-rep': 'It goes back to the rep who had it before.',
};

const takenSentences: Record<Taking['cause'], string> = {
  pulled: 'Nobody was available; the rep took it from the queue.',
  given: 'Nobody was available; it was given to the rep by hand.',
};

function describeRoute({ sentences }: Relay, { step }: RoutingDecision, taking: Taking | null): Brief['route'] {
  // No turn was taken for it, so that none can be given back.
  if (taking !== null) return { rule: null, sentence: takenSentences[taking.cause] };
  const own = step === null ? undefined : ownSteps[step];
  if (own !== undefined || step === null) return { rule: null, sentence: own ?? '' };
  return { rule: step, sentence: sentences.get(`routing.${step}`) ?? '' };
}

function toRouted(
  { lead: { contactId, qualificationId }, decision, input }: Decided,
  handoffId: string | null,
): Routed {
  return { contactId, qualificationId, handoffId, decision, input };
}
