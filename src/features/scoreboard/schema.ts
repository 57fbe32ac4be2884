import { z } from 'zod';
import { Department, everyRole, MemberDepartment } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { clockKinds } from '../../core/handoff/clock-effects.ts';
import { Day, Id, Instant, Named } from '../../core/wire.ts';

const readers = {
  roles: { ...everyRole('visible'), admin: 'all', head: 'all', sponsor: 'all' },
  scope: 'handoffs:read',
} as const;

/** The funnel of the agreement's term. */
export const Funnel = z.object({
  /** The first day of the term, in the zone of its calendar. */
  from: Day,
  asOf: Instant,
  /**
   * How often each stage was entered since then, each person once a cycle. This is a flow: who is counted in a later stage
   * need not be counted in an earlier one, so no rate is made of two of them.
   */
  measure: z.literal('flow'),
  stages: z.array(
    z.object({ key: z.string(), name: z.string(), department: MemberDepartment, entered: z.int().min(0) }),
  ),
  /** Of those who entered the stage of the handover in the term, how many became customers; null without both stages. */
  cohort: z
    .object({
      from: z.string(),
      to: z.string(),
      /** In so many days nine of ten do who become customers at all; null while nobody has. */
      windowDays: z.number().nullable(),
      /** Those whose window is over: only they are counted. */
      mature: z.int(),
      converted: z.int(),
      /** Those who still have time, in no rate. */
      immature: z.int(),
      rate: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
    })
    .nullable(),
});
export type Funnel = z.infer<typeof Funnel>;

export const reportFunnel = contract({
  id: 'reports.funnel',
  method: 'GET',
  path: '/api/reports/funnel',
  summary: 'Report the funnel of the term of the agreement in force: entries by stage, and who became a customer.',
  access: { roles: everyRole('all'), scope: 'agreements:read' },
  response: z.object({ data: Funnel.nullable() }),
});

export const exceptionKinds = ['unworked', 'overdue', 'arbitration', 'answer', 'queue'] as const;

/** Something that needs somebody today. */
const Exception = z.object({
  id: Id,
  contact: Named,
  account: z.string().nullable(),
  member: Named.nullable(),
  department: Department,
  /** The promise whose time is over or runs out. */
  clock: z.enum(clockKinds).nullable(),
  clause: z.string().nullable(),
  dueAt: Instant.nullable(),
  /** Since when. */
  since: Instant,
  handoffId: Id.nullable(),
  rejectionId: Id.nullable(),
  /** What the lead is expected to be worth, in minor units of the workspace's currency; an estimate. */
  value: z.int().nullable(),
});
export type Exception = z.infer<typeof Exception>;

export const ExceptionReport = z.object({
  asOf: Instant,
  /** Kinds that have any; `count` is of all within reach, `data` the most urgent of them. */
  groups: z.array(
    z.object({
      kind: z.enum(exceptionKinds),
      count: z.int(),
      /** The sum of the expected values of all of them. */
      value: z.int(),
      data: z.array(Exception),
    }),
  ),
  /** The day of the agreement's review once it is less than 30 days ahead, or past. */
  review: z.object({ day: Day, state: z.enum(['soon', 'overdue']) }).nullable(),
  /** Who has not acknowledged the agreement although the days for it are over. */
  unacknowledged: z.object({ count: z.int(), data: z.array(Named) }),
});
export type ExceptionReport = z.infer<typeof ExceptionReport>;

export const reportExceptions = contract({
  id: 'reports.exceptions',
  method: 'GET',
  path: '/api/reports/exceptions',
  summary: 'Report what needs somebody today: late promises, unworked leads, contested rejections, queues.',
  access: readers,
  response: ExceptionReport,
});

/** How the attempts of the term to reach leads are known. */
export const AttemptReport = z.object({
  /** The first day of the term, in the zone of its calendar. */
  from: Day,
  asOf: Instant,
  /** Attempts of handoffs of members within reach that stand. */
  count: z.int(),
  typed: z.int(),
  /** The share of typed ones, with its interval; null where there is none. */
  rate: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type AttemptReport = z.infer<typeof AttemptReport>;

export const reportAttempts = contract({
  id: 'reports.attempts',
  method: 'GET',
  path: '/api/reports/attempts',
  summary: 'Report how many attempts of the term to reach leads were typed, and how many observed.',
  access: readers,
  response: z.object({ data: AttemptReport.nullable() }),
});

/** A won deal, with who made it on both sides. */
export const Win = z.object({
  id: Id,
  name: z.string(),
  account: Named.nullable(),
  amount: z.object({ minor: z.int(), currency: z.string() }).nullable(),
  wonAt: Instant,
  sales: Named.nullable(),
  /** Marketing's part: null where no lead of Marketing led to it. */
  marketing: z
    .object({ campaign: z.string().nullable(), owner: Named.nullable(), handedOverAt: Instant, days: z.int() })
    .nullable(),
});
export type Win = z.infer<typeof Win>;

export const reportWins = contract({
  id: 'reports.wins',
  method: 'GET',
  path: '/api/reports/wins',
  summary: 'List the last deals that were won, with who took part on both sides.',
  access: { ...readers, scope: 'deals:read' },
  response: z.object({ data: z.array(Win) }),
});
