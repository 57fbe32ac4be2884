import type { Ctx } from '../../context.ts';
import { cast } from '../../core/demo/cast.ts';
import { type LeadPlan, type PlannedDeal, type PlannedReturn, planLead } from '../../core/demo/plan-lead.ts';
import { giveawayCampaign } from '../../core/demo/sample-agreement.ts';
import { openBrief } from '../briefs/open-brief.ts';
import { rateBrief } from '../briefs/rate-brief.ts';
import { loseDeal, winDeal } from '../deals/close-deal.ts';
import { createDeal } from '../deals/create-deal.ts';
import { moveDeal } from '../deals/move-deal.ts';
import { acceptHandoff } from '../handoffs/accept-handoff.ts';
import { confirmHandoff } from '../handoffs/confirm-handoff.ts';
import { handBackHandoff } from '../handoffs/hand-back-handoff.ts';
import { logAttempt } from '../handoffs/log-attempt.ts';
import { rejectHandoff } from '../handoffs/reject-handoff.ts';
import { playRejection, type Stage } from './play-rejection.ts';
import { isOffered, type selectOffers } from './store.ts';

const minute = 60_000;
const day = 86_400_000;
/** Business hours that the agreement gives for the first response, and for a verdict. */
const [respondHours, decideHours] = [4, 16];

export type PlayedLead = Awaited<ReturnType<typeof selectOffers>>[number] & { n: number };
type Played = { lead: PlayedLead; rep: string; plan: LeadPlan };

/** Has a lead go its way from here: whoever has it decides, calls, hands back, sells. */
export function playLead(stage: Stage, lead: PlayedLead): void {
  const rep = stage.keyOf(lead.memberId);
  const temper = cast.find(({ key }) => key === rep)?.temper;
  const script = stage.scripts.get(lead.email ?? '');
  if (rep === null || temper === undefined || script === 'waits') return;
  if (script === undefined && lead.offeredAt.getTime() >= stage.quietFrom) return;
  const isGiveaway = lead.campaign === giveawayCampaign;
  const plan = scripted(
    script,
    planLead(stage.seed, temper, { n: lead.n, isGiveaway, employees: lead.employees, cycle: lead.cycle }),
  );
  const played = { lead, rep, plan };
  if (lead.status === 'accepted') work(stage, played, lead.offeredAt.getTime());
  else decide(stage, played);
}

/** People who are planted show what a sample must have at its end. */
function scripted(script: string | undefined, plan: LeadPlan): LeadPlan {
  if (script === undefined) return plan;
  if (script === 'duplicate') return { ...plan, decidesAt: 0.1, rejects: { reason: 'duplicate' } };
  if (script === 'rejected' || script === 'contested') {
    return { ...plan, decidesAt: script === 'contested' ? 0.35 : 0.1, rejects: { reason: 'not-icp-role' } };
  }
  const attempts = [{ hours: 0, kind: 'call', outcome: 'voicemail' } as const];
  const soon = { ...plan, respondsAt: 0.3, decidesAt: 0.05, rejects: null };
  if (script === 'wakes') {
    const reached = [{ hours: 0, kind: 'call', outcome: 'reached' } as const];
    return {
      ...soon,
      attempts: reached,
      end: { handBack: { reason: 'bad-timing', note: 'Back from leave next week.' } },
    };
  }
  return { ...soon, attempts, end: 'lies' };
}

function decide(stage: Stage, played: Played): void {
  const { lead, rep, plan } = played;
  const offeredAt = lead.offeredAt.getTime();
  const { rejects } = plan;
  const decidedAt = stage.after(lead.memberId, offeredAt, plan.decidesAt * decideHours);
  if (rejects !== null) {
    stage.at(decidedAt, async (ctx) => {
      const { reason, note, verdict } = rejects;
      const given = { reason, ...(note === undefined ? {} : { note }), ...(verdict === undefined ? {} : { verdict }) };
      const as = stage.as(ctx, rep);
      await openBrief(as, lead.id);
      const isOpen = await isOffered(ctx, lead.id);
      // Silence has accepted it meanwhile.
      if (!isOpen) return handBack(as, lead, rejects);
      const { rejection } = await rejectHandoff(as, lead.id, given);
      if (rejection === null) return;
      playRejection(stage, { id: rejection.id, n: lead.n, script: scriptOf(stage, lead), reason, at: decidedAt });
    });
    return;
  }
  const respondsAt =
    plan.respondsAt === null ? null : stage.after(lead.memberId, offeredAt, plan.respondsAt * respondHours);
  const acceptedAt = Math.max(
    offeredAt + minute,
    Math.min(decidedAt, respondsAt === null ? decidedAt : respondsAt - 3 * minute),
  );
  stage.at(acceptedAt, async (ctx) => {
    const as = stage.as(ctx, rep);
    await openBrief(as, lead.id);
    if (lead.n % 4 === 0) await rateBrief(as, lead.id, { field: 'why-now', useful: lead.n % 12 !== 0 });
    // Silence may have accepted it before.
    await acceptHandoff(as, lead.id);
  });
  work(stage, played, respondsAt ?? acceptedAt);
}

const scriptOf = (stage: Stage, lead: PlayedLead) => stage.scripts.get(lead.email ?? '') ?? null;

/** The attempts, and what comes of them. */
function work(stage: Stage, { lead, rep, plan }: Played, from: number): void {
  const { attempts, end } = plan;
  const tryAt = (at: number, n: number): void => {
    const attempt = attempts[n];
    if (attempt === undefined) {
      finish(at);
      return;
    }
    const when = stage.after(lead.memberId, at, attempt.hours);
    stage.at(when, async (ctx) => {
      const { kind, outcome } = attempt;
      // What is to be done next is seen by whoever looks: of what is long past nobody needs the list.
      const isLast = when > stage.end - 3 * day && n < 4;
      await logAttempt(stage.as(ctx, rep), lead.id, {
        ...{ kind, outcome },
        ...(kind === 'call' && outcome === 'reached' ? { minutes: 6 + (lead.n % 9) } : {}),
        ...(isLast ? { next: { title: 'Call again', dueOn: dayOf(stage.end) } } : {}),
      });
      tryAt(when, n + 1);
    });
  };
  const finish = (at: number): void => {
    const later = (hours: number, run: (ctx: Ctx) => Promise<unknown>) =>
      stage.at(stage.after(lead.memberId, at, hours), async (ctx) => void (await run(stage.as(ctx, rep))));
    if (end === 'lies') {
      if (scriptOf(stage, lead) === null) later(36 + (lead.n % 30), (ctx) => handBack(ctx, lead, coldReturn));
    } else if (end === 'unreachable') later(5, (ctx) => handBack(ctx, lead, { reason: 'unreachable' }));
    else if ('handBack' in end)
      later(2, (ctx) =>
        handBack(ctx, lead, end.handBack, scriptOf(stage, lead) === null ? undefined : stage.end + 3 * day),
      );
    else {
      later(7, (ctx) => logAttempt(ctx, lead.id, { kind: 'meeting', outcome: 'held', minutes: 30 }));
      later(7.5, (ctx) => confirmHandoff(ctx, lead.id, { need: needs[lead.n % needs.length], timing: 'This quarter' }));
      later(9, (ctx) => openDeal(stage, ctx, lead, rep, end.deal));
    }
  };
  tryAt(from, 0);
}

const needs = ['One view of all plants', 'Fewer late deliveries', 'A plan that both plants trust'];
const coldReturn = { reason: 'other', note: 'Went cold before anybody called.', verdict: 'recycle' as const };
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

async function handBack(ctx: Ctx, lead: PlayedLead, given: PlannedReturn, wakesAt?: number): Promise<void> {
  const { reason, note, verdict } = given;
  const wakes = wakesAt ?? (reason === 'other' ? ctx.now.getTime() + 60 * day : null);
  await handBackHandoff(ctx, lead.id, {
    ...{ reason, nextStep: nextSteps[lead.n % nextSteps.length] ?? 'Newsletter' },
    ...(note === undefined ? {} : { note }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(wakes === null ? {} : { wakeUpOn: dayOf(wakes) }),
  });
}

const nextSteps = ['Invite to the next webinar', 'Newsletter', 'Send the reference of their industry'];
const dealNames = ['all plants', 'first plant', 'pilot of three months', 'yearly licence'];
const stages = ['solution', 'proposal', 'negotiation'] as const;
const businessDay = 8;

async function openDeal(stage: Stage, ctx: Ctx, lead: PlayedLead, rep: string, deal: PlannedDeal): Promise<void> {
  const days = deal.moves.reduce((sum, one) => sum + one, 0);
  const { id } = await createDeal(ctx, {
    name: `${lead.company ?? 'Private'}, ${dealNames[lead.n % dealNames.length]}`,
    amount: { minor: deal.amount * 100, currency: 'EUR' },
    expectedClose: dayOf(ctx.now.getTime() + days * 1.45 * day),
    contacts: [{ contactId: lead.contactId, role: lead.n % 3 === 0 ? 'influencer' : 'decision-maker' }],
    handoffId: lead.id,
  });
  let at = ctx.now.getTime();
  for (const [n, wait] of deal.moves.entries()) {
    at = stage.after(lead.memberId, at, wait * businessDay);
    const to = stages[n];
    stage.at(at, async (ctx) => {
      const as = stage.as(ctx, rep);
      if (to !== undefined) await moveDeal(as, id, to);
      else if (deal.end === 'won') await winDeal(as, id, {});
      else await loseDeal(as, id, { reason: deal.end.lost });
    });
  }
}
