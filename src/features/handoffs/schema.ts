import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { clockKinds } from '../../core/handoff/clock-effects.ts';
import { handoffStates } from '../../core/handoff/handoff.ts';
import { Id, Instant, PageQuery, page } from '../../core/wire.ts';

/** Somebody or something by name, for a link. */
const Named = z.object({ id: Id, name: z.string() });

export const Money = z.object({ minor: z.int(), currency: z.string() });

/** A running promise to one handoff. Business time is counted in minutes; fractions of a minute are kept. */
export const HandoffClock = z.object({
  id: Id,
  kind: z.enum(clockKinds),
  /** The clause of the agreement by its key, and as its sentence. */
  clause: z.string(),
  sentence: z.string(),
  /** Null where nobody is named. */
  owner: Named.nullable(),
  state: z.enum(['running', 'paused', 'kept', 'broken', 'unreachable', 'cancelled']),
  startedAt: Instant,
  dueAt: Instant.nullable(),
  answeredAt: Instant.nullable(),
  /** The whole of the business time that the promise allows; null where it cannot be told. */
  minutes: z.number().nullable(),
  /** What is left of it at `asOf`; 0 when broken. */
  minutesLeft: z.number().nullable(),
  asOf: Instant,
  /** The open stretches from `asOf` until due, earliest first: business time passes only within them. */
  open: z.array(z.object({ from: Instant, to: Instant })),
});
export type HandoffClock = z.infer<typeof HandoffClock>;

/** One entry of a score: its points as they stood when the lead was handed over, and the clause that gave them. */
export const ScoreReason = z.object({
  clause: z.string(),
  /** The clause as a sentence of the agreement. */
  sentence: z.string(),
  points: z.number(),
  /** When the touch was that gave them; null for points of who somebody is. */
  at: Instant.nullable(),
});

/** A touch as one line of text. */
export const BriefTouch = z.object({
  id: Id,
  at: Instant,
  kind: z.string(),
  department: z.enum(['marketing', 'sales']),
  /** "Submitted the form “demo-request”" */
  text: z.string(),
  channel: z.string().nullable(),
  campaign: z.string().nullable(),
});

/** What the rep is told with the lead: frozen as it stood when it was handed over. */
export const Brief = z.object({
  /** Why it was handed over, as sentences, each about one comparison that held. */
  because: z.array(z.string()),
  /** The touches that mattered, the newest first. */
  whyNow: z.array(BriefTouch),
  /** Null where the agreement does not score. */
  scores: z
    .object({
      grade: z.string(),
      fit: z.object({ score: z.number(), letter: z.string(), reasons: z.array(ScoreReason) }),
      engagement: z.object({ score: z.number(), level: z.string(), reasons: z.array(ScoreReason) }),
    })
    .nullable(),
  persona: z
    .object({
      key: z.string(),
      name: z.string(),
      roleInPurchase: z.string().nullable(),
      prefers: z.array(z.string()),
      trusts: z.array(z.string()),
      biggestChallenge: z.string().nullable(),
      salesApproach: z.string().nullable(),
    })
    .nullable(),
  segment: z.object({ key: z.string(), name: z.string() }).nullable(),
  /** How it came to this member: the rule by its key, null where a protection or a ruling decided; and said in a sentence. */
  route: z.object({ rule: z.string().nullable(), sentence: z.string() }),
  agreement: z.object({ id: Id, number: z.int(), name: z.string() }),
});
export type Brief = z.infer<typeof Brief>;

export const HandoffSummary = z.object({
  id: Id,
  status: z.enum(handoffStates),
  contact: Named.extend({
    title: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    country: z.string().nullable(),
    /** Of the contact, to know when it is day for them. */
    zone: z.string().nullable(),
  }),
  account: Named.extend({
    domain: z.string().nullable(),
    industry: z.string().nullable(),
    employees: z.int().nullable(),
    country: z.string().nullable(),
  }).nullable(),
  member: Named,
  grade: z.string().nullable(),
  cycle: z.int(),
  number: z.int(),
  campaign: z.string().nullable(),
  /** What such a lead is worth by the agreement; an estimate. Null where the agreement gives no value. */
  expectedValue: Money.nullable(),
  offeredAt: Instant,
  acceptedAt: Instant.nullable(),
  acceptedBy: z.enum(['rep', 'timeout', 'ruling']).nullable(),
  closedAt: Instant.nullable(),
  /** The line of the list: the first touch that mattered. */
  reason: z.string().nullable(),
  /** Of this handoff: those that are owed first, by due time, late ones included; then the rest. */
  clocks: z.array(HandoffClock),
  version: z.int(),
});
export type HandoffSummary = z.infer<typeof HandoffSummary>;

export const Handoff = HandoffSummary.extend({
  brief: Brief,
  /** Others of the company whom we know. */
  colleagues: z.array(Named.extend({ title: z.string().nullable(), grade: z.string().nullable() })),
});
export type Handoff = z.infer<typeof Handoff>;

const HandoffParams = z.object({ handoffId: Id });
const readers = {
  roles: { ...everyRole('visible'), admin: 'all', head: 'all', lead: 'team', sponsor: 'all' },
  scope: 'handoffs:read',
} as const;
const workers = {
  roles: { admin: 'all', head: 'department', lead: 'team', member: 'own' },
  scope: 'handoffs:write',
} as const;

export const listHandoffs = contract({
  id: 'handoffs.list',
  method: 'GET',
  path: '/api/handoffs',
  summary: 'List handoffs: open ones by what is due first, closed ones from the newest.',
  access: readers,
  query: PageQuery.extend({
    /** `open` is offered or accepted; without it all. */
    status: z.enum(['open', ...handoffStates]).optional(),
    memberId: Id.optional(),
  }),
  response: page(HandoffSummary),
});

export const getHandoff = contract({
  id: 'handoffs.get',
  method: 'GET',
  path: '/api/handoffs/:handoffId',
  summary: 'Read one handoff with its brief.',
  access: readers,
  params: HandoffParams,
  response: Handoff,
  versioned: 'read',
});

export const acceptHandoff = contract({
  id: 'handoffs.accept',
  method: 'POST',
  path: '/api/handoffs/:handoffId/accept',
  summary: 'Accept an offered lead.',
  access: workers,
  params: HandoffParams,
  response: Handoff,
});
