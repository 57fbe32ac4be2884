import { z } from 'zod';
import { HolidayRegion, SpanText, Weekday } from '../calendar/schema.ts';
import { Day, Line, Zone } from '../wire.ts';
import { kpiIds } from './kpi-ids.ts';
import {
  Amount,
  AmountPer,
  BusinessTime,
  Count,
  clause,
  Duration,
  EnterWhen,
  HalfLife,
  Key,
  LadderShare,
  Moment,
  OpenCap,
  PeopleRange,
  Period,
  Points,
  Prose,
  QuietHours,
  Recurrence,
  Score,
  Share,
  Target,
  To,
  When,
} from './schema-values.ts';

const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(500).default([]);

export const side = z.enum(['marketing', 'sales', 'both']);
export const heads = z.enum(['head-of-marketing', 'head-of-sales']);
/** Whom a clock tells. */
export const Told = z.enum(['owner', 'team-lead', 'head-of-sales', 'head-of-marketing', 'sponsor', 'board']);
/** Who answers a rejection. */
export const Answerer = z.enum([
  'campaign.owner',
  'owner',
  'team-lead',
  'head-of-sales',
  'head-of-marketing',
  'sponsor',
  'revops',
]);

export const Term = clause({
  from: Moment,
  review: Day.optional(),
  to: z.union([z.literal('open'), Moment]).default('open'),
});

export const CalendarClause = clause({
  timezone: Zone,
  hours: z.partialRecord(Weekday, z.array(SpanText).max(12)),
  holidays: HolidayRegion.nullable().default(null),
  closed: z.array(Day).max(1000).default([]),
  days: z.record(Day, z.array(SpanText).max(12)).default({}),
});

export const Word = clause({
  term: Line,
  owner: heads,
  marketingSays: Line.optional(),
  salesSays: Line.optional(),
  means: Prose,
});

export const Persona = clause({
  key: Key,
  name: Line,
  match: When,
  roleInPurchase: z.enum(['decision-maker', 'champion', 'influencer', 'user', 'tire-kicker']).optional(),
  peopleInPurchase: PeopleRange.optional(),
  decides: Line.optional(),
  prefers: list(Line),
  trusts: list(Line),
  biggestChallenge: Prose.optional(),
  salesApproach: Prose.optional(),
});

export const Segment = clause({ key: Key, name: Line, match: When });

export const TargetAccounts = clause({
  tiers: z.record(z.string().regex(/^[1-9]$/, 'A tier is a number from 1 to 9.'), Count),
  rows: z
    .array(
      clause({
        domain: z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'Write a domain such as example.com, in lower case.'),
        tier: z.int().min(1).max(9),
        name: Line.optional(),
      }),
    )
    .max(500, 'For more than 500 companies write sha256 of the sorted rows instead.')
    .default([]),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'This is no SHA-256 in lower-case hexadecimal.')
    .optional(),
});

export const JourneyStep = clause({
  key: Key,
  name: Line,
  accountable: side,
  moment: Prose.optional(),
  conversionPoints: list(Key),
  enterWhen: When,
  exitWhen: When.optional(),
});

export const FitRule = clause({ key: Key, points: Points, when: When });
export const EngagementRule = clause({
  key: Key,
  points: Points,
  touch: Key,
  halfLife: HalfLife.optional(),
  atMost: z.number().positive().max(100_000).optional(),
  when: When.optional(),
});

export const Scoring = clause({
  fit: list(FitRule),
  engagement: clause({ halfLife: HalfLife.default(30 * 86_400_000), rules: list(EngagementRule) }),
  grade: clause({
    fit: clause({ A: Score, B: Score, C: Score }),
    engagement: clause({ 1: Score, 2: Score, 3: Score }),
  }),
  onRecycle: z.enum(['keep', 'keep-half', 'reset']).default('keep-half'),
  explore: Share.default(0),
});

export const Stage = clause({
  key: Key,
  name: Line,
  enterWhen: EnterWhen.optional(),
  by: side.optional(),
  requires: list(z.string()),
  handTo: z.enum(['sales']).optional(),
});

export const RoutingRule = clause({
  key: Key,
  when: When.optional(),
  to: To,
  method: z.enum(['round-robin', 'weighted']).default('round-robin'),
  cap: OpenCap.optional(),
  creditBack: clause({ reasons: list(Key), outcomes: list(z.enum(['no-show'])) }).optional(),
});

export const LeadValue = clause({
  key: Key,
  when: When.optional(),
  rate: Share,
  average: Amount,
  n: z.int().min(0),
  asOf: Day,
});

export const EscalationStep = clause({
  at: LadderShare,
  tell: list(Told),
  do: z.enum(['reassign']).optional(),
});

export const Consequence = clause({
  when: clause({ promise: z.string(), below: Share.optional(), per: Period.optional() }),
  // biome-ignore lint/suspicious/noThenProperty: the word of the agreement's format; no agreement is ever awaited.
  then: Prose,
  owner: heads,
});

export const Reason = clause({
  key: Key,
  name: Line,
  verdict: z.enum(['recycle', 'disqualify', 'not-a-lead', 'attach', 'chosen']).optional(),
  fixer: z.enum(['targeting', 'scoring', 'data', 'timing', 'process']).optional(),
  wakeUp: Duration.optional(),
  onlyAfter: z.enum(['attempts']).optional(),
  textRequired: z.boolean().default(false),
  by: z.enum(['rule']).optional(),
});

export const Feedback = clause({
  verdicts: z.array(z.enum(['accept', 'recycle', 'disqualify', 'not-a-lead', 'attach'])).min(1),
  reasons: list(Reason),
  answers: z.partialRecord(z.enum(['targeting', 'scoring', 'data', 'timing', 'process']), Answerer).default({}),
  contest: clause({ by: z.enum(['marketing']), within: BusinessTime, once: z.boolean().default(true) }).optional(),
  arbitrate: clause({
    by: z.array(heads).min(1),
    within: BusinessTime,
    deadlock: z.enum(['upheld', 'overturned']).default('upheld'),
  }).optional(),
});

export const Outreach = clause({
  cap: clause({
    messages: Count,
    per: Duration,
    window: z.enum(['rolling', 'calendar-day']).default('rolling'),
  }).optional(),
  gap: Duration.optional(),
  quietHours: QuietHours.optional(),
  holdMarketingWhile: list(z.enum(['open-deal', 'accepted', 'sales-sequence'])),
  accountableBeforeLaunch: z.boolean().default(false),
});

export const creditModels = [
  'first',
  'last',
  'last-non-direct',
  'linear',
  'position',
  'u-lead',
  'w-shaped',
  'full-path',
  'time-decay',
  'markov',
  'shapley',
] as const;

export const Credit = clause({
  model: z.enum(creditModels),
  lookback: Duration,
  level: z.enum(['contact', 'account']).default('account'),
  halfLife: Duration.default(7 * 86_400_000),
  markovOrder: z.int().min(1).max(4).default(1),
  compareWith: list(z.enum(creditModels)),
});

export const Plan = clause({
  quota: AmountPer,
  marketingShare: Share,
  confidence: z
    .string()
    .regex(/^P[1-9]\d$/, 'Write a confidence from P10 to P99, such as P80.')
    .default('P50'),
});

const KpiId = z.enum(kpiIds);
export const Kpi = clause({
  id: KpiId,
  target: Target.optional(),
  pair: KpiId.optional(),
  from: Key.optional(),
  to: Key.optional(),
});

export const Meeting = clause({
  key: Key,
  name: Line,
  every: Recurrence,
  minutes: z.int().min(5).max(480),
  invite: z.array(z.enum(['marketing', 'sales', 'heads', 'team-leads', 'sponsor'])).min(1),
});
