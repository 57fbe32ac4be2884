import type { Outcome } from '../activity.ts';
import { type Chance, startChance } from '../statistics/chance.ts';
import type { Temper } from './cast.ts';

/** What is known of a lead when it is planned. */
export type LeadToPlan = {
  /** Tells leads apart, so that each is planned by itself. */
  readonly n: number;
  readonly isGiveaway: boolean;
  /** Of the company; null where there is none. */
  readonly employees: number | null;
  readonly cycle: number;
};

export type PlannedAttempt = {
  /** Business hours after the one before. */
  readonly hours: number;
  readonly kind: 'call' | 'email-sent' | 'social-message';
  readonly outcome: Outcome | null;
};

/** Why a lead is given back; `verdict` where the reason leaves it open. */
export type PlannedReturn = {
  readonly reason: string;
  readonly note?: string;
  readonly verdict?: 'recycle' | 'disqualify';
};

export type PlannedDeal = {
  /** Major units of the currency. */
  readonly amount: number;
  /** Business days until each further stage, and then until the end. */
  readonly moves: readonly number[];
  readonly end: 'won' | { readonly lost: string };
};

/** How a lead goes from its offer to its end; shares are of the time that the agreement gives. */
export type LeadPlan = {
  /** When the first attempt is made; null where the lead is never worked. */
  readonly respondsAt: number | null;
  /** When it is accepted or rejected; past 1 silence has accepted it before. */
  readonly decidesAt: number;
  readonly rejects: PlannedReturn | null;
  readonly attempts: readonly PlannedAttempt[];
  /** After them: a talk and what follows, or nobody was reached. */
  readonly end: { readonly deal: PlannedDeal } | { readonly handBack: PlannedReturn } | 'unreachable' | 'lies';
};

const kinds = ['call', 'email-sent', 'call', 'social-message', 'call'] as const;
const unanswered = {
  call: ['no-answer', 'voicemail', 'busy'],
  'email-sent': ['delivered'],
  'social-message': ['no-answer'],
} as const;

/** Said in words of their own where the list has a reason that fits: a symptom that is planted. */
const otherNotes = [
  'Only wanted the white paper.',
  'Asked for a price and nothing else.',
  'Wants to compare in autumn.',
  'Works with a reseller of ours.',
  'Too early, they hire first.',
];

/**
 * Plans what becomes of a lead with somebody of the cast. A function of the seed, the lead and the temper.
 *
 * @example
 * const lead = { n: 1, isGiveaway: true, employees: 12, cycle: 1 };
 * const temper = { responds: 0.3, decides: 0.3, neglects: 0, picky: 0, opens: 1, wins: 1 };
 * planLead(1, temper, lead).attempts.length <= 5 // true
 */
export function planLead(seed: number, temper: Temper, lead: LeadToPlan): LeadPlan {
  const chance = startChance(Math.imul(seed + 17, 0x85ebca6b) ^ Math.imul(lead.n + 1, 0xc2b2ae35));
  chance.next();
  const spread = (mean: number) => mean * (0.35 + 1.1 * chance.next());
  const rejects = planRejection(chance, temper, lead);
  const decidesAt = spread(temper.decides);
  const neglected = chance.next() < temper.neglects;
  const respondsAt = neglected ? null : spread(temper.responds) * (chance.next() < 0.07 ? 3.5 : 1);
  const attempts = neglected ? [] : planAttempts(chance);
  return { respondsAt, decidesAt, rejects, attempts, end: planEnd(chance, temper, lead, attempts) };
}

function planRejection(chance: Chance, { picky }: Temper, lead: LeadToPlan): PlannedReturn | null {
  if (lead.isGiveaway && chance.next() < 0.82) {
    return { reason: lead.employees !== null && lead.employees >= 50 ? 'not-icp-role' : 'not-icp-company' };
  }
  const isPicky = chance.next() < picky;
  if (!isPicky && chance.next() >= 0.13) return null;
  const reason = chance.weighted([
    ['other', 46],
    ['bad-timing', 15],
    ['no-authority', 12],
    ['bad-data', 10],
    ['not-a-lead', 10],
    ['competitor', 7],
    ['duplicate', 9],
  ] as const);
  if (reason !== 'other') return { reason };
  return { reason, note: chance.pick(otherNotes), verdict: chance.next() < 0.6 ? 'recycle' : 'disqualify' };
}

function planAttempts(chance: Chance): PlannedAttempt[] {
  const attempts: PlannedAttempt[] = [];
  for (const [at, kind] of kinds.entries()) {
    const hours = at === 0 ? 0 : 3 + chance.next() * 9;
    if (kind === 'call' && chance.next() < 0.42) return [...attempts, { hours, kind, outcome: 'reached' }];
    attempts.push({ hours, kind, outcome: chance.pick(unanswered[kind]) });
  }
  return attempts;
}

function planEnd(
  chance: Chance,
  temper: Temper,
  lead: LeadToPlan,
  attempts: readonly PlannedAttempt[],
): LeadPlan['end'] {
  const isReached = attempts.at(-1)?.outcome === 'reached';
  if (attempts.length === 0) return 'lies';
  if (!isReached) return 'unreachable';
  if (chance.next() >= temper.opens) return { handBack: planReturn(chance) };
  const size = lead.employees ?? 40;
  const amount = Math.round((9_000 + 55 * Math.min(size, 2_500) * (0.5 + chance.next())) / 500) * 500;
  const moves = [1 + chance.wait(3), 1 + chance.wait(4), 2 + chance.wait(4), 2 + chance.wait(5)];
  if (chance.next() < temper.wins) return { deal: { amount, moves, end: 'won' as const } };
  const lost = chance.weighted([
    ['no-decision', 48],
    ['price', 18],
    ['competitor', 14],
    ['bad-timing', 10],
    ['missing-function', 10],
  ] as const);
  return { deal: { amount, moves, end: { lost } } };
}

const planReturn = (chance: Chance): PlannedReturn => ({
  reason: chance.weighted([
    ['bad-timing', 30],
    ['no-budget', 25],
    ['no-need', 25],
    ['no-authority', 20],
  ] as const),
});
