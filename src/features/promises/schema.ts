import { z } from 'zod';
import { Department, everyRole } from '../../core/access.ts';
import { periods } from '../../core/agreement/amount.ts';
import { contract } from '../../core/contract.ts';
import { promiseVerdicts } from '../../core/promises/judge-promise.ts';
import { Day, Id, Instant, Named, PageQuery, page } from '../../core/wire.ts';

const Count = z.int().min(0);

/** Today's pace of a promise about an amount; amounts as in `goal`. */
const Pace = z.object({
  workingDays: Count,
  elapsed: Count,
  goalToDate: z.number(),
  delta: z.number(),
  projected: z.number().nullable(),
  /** On each working day that is left; null when none is. */
  requiredPerDay: z.number().nullable(),
  /** Day by day: what should have come, and what did; `actual` is null for days to come. */
  line: z.array(z.object({ day: Day, goal: z.number(), actual: z.number().nullable() })),
});

/** What the cases of one version of the agreement add to a figure. */
const Part = z.object({
  versionId: Id,
  number: z.int(),
  /** The level of a share, from 0 to 1; null for an amount, whose goal is spread over days. */
  target: z.number().nullable(),
  kept: Count,
  broken: Count,
  running: Count,
});

/** A promise of the agreement in force with what was delivered of it in a period. */
export const PromiseFigure = z.object({
  /** The place of the clause: `salesCommits.respond`. */
  clause: z.string(),
  promise: z.string(),
  department: Department,
  sentence: z.string(),
  per: z.enum(periods),
  /** Days of `zone`, that of the agreement's calendar: from the first to the one after the last. */
  period: z.object({ from: Day, to: Day, zone: z.string() }),
  /** `value` is in minor units of the agreement's currency. */
  measure: z.enum(['share', 'count', 'value']),
  /** A share of at most so much is one of broken cases; all others are of kept ones. */
  direction: z.enum(['at-least', 'at-most']),
  /** The level of a share, or the goal of the period by its working days. */
  target: z.number(),
  /** The share, or how much was delivered; null where nothing is decided. */
  delivered: z.number().nullable(),
  /** The 95 % interval of a share, by Wilson. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Cases that are decided: kept or broken. */
  decided: Count,
  kept: Count,
  broken: Count,
  /** Cases that are not decided yet: running or paused. What was cancelled is nowhere. */
  running: Count,
  /** Below so many decided cases a share is not judged, unless its level is 100 %. */
  needed: Count,
  verdict: z.enum(promiseVerdicts),
  pace: Pace.nullable(),
  /** One for each version of the agreement under which its cases began. */
  parts: z.array(Part),
});
export type PromiseFigure = z.infer<typeof PromiseFigure>;

export const PromiseReport = z.object({
  /** Null while none is in force: then nothing is promised. */
  agreement: z.object({ id: Id, number: z.int(), name: z.string(), currency: z.string() }).nullable(),
  asOf: Instant,
  data: z.array(PromiseFigure),
});
export type PromiseReport = z.infer<typeof PromiseReport>;

/** Figures are of the whole workspace, as the agreement is; the records behind them are those within reach. */
const Span = {
  /** The first day and the one after the last; without them the running period of each promise. */
  from: Day.optional(),
  to: Day.optional(),
};

export const reportPromises = contract({
  id: 'reports.promises',
  method: 'GET',
  path: '/api/reports/promises',
  summary: 'Report how both departments keep the promises of the agreement in force.',
  access: { roles: everyRole('all'), scope: 'agreements:read' },
  query: z.object(Span),
  response: PromiseReport,
});

export const promiseStates = ['kept', 'broken', 'running'] as const;

/** One case of a promise: a lead that was handed over, or one of its clocks. */
export const PromiseRecord = z.object({
  id: Id,
  state: z.enum(promiseStates),
  /** When it began: the offer, the start of the clock, the qualification. */
  at: Instant,
  dueAt: Instant.nullable(),
  answeredAt: Instant.nullable(),
  contact: Named,
  account: Named.nullable(),
  handoffId: Id.nullable(),
  rejectionId: Id.nullable(),
  /** Who owes or owed it. */
  member: Named.nullable(),
  /** The reason of a rejection or a return. */
  reason: z.string().nullable(),
  /** What the lead is expected to be worth, in minor units; an estimate. */
  value: z.int().nullable(),
  /** The version of the agreement by which it is judged. */
  version: z.int(),
});
export type PromiseRecord = z.infer<typeof PromiseRecord>;

export const listPromiseRecords = contract({
  id: 'reports.promise-records',
  method: 'GET',
  path: '/api/reports/promises/:clause/records',
  summary: 'List the records behind a figure of a promise, the latest first.',
  access: {
    roles: { ...everyRole('visible'), admin: 'all', head: 'all', sponsor: 'all' },
    scope: 'handoffs:read',
  },
  params: z.object({ clause: z.string().max(200) }),
  query: PageQuery.extend({
    ...Span,
    department: Department.optional(),
    state: z.enum(promiseStates).optional(),
  }),
  response: page(PromiseRecord),
});
