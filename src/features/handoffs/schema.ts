import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { pauseReasons } from '../../core/clock/pause.ts';
import { contract } from '../../core/contract.ts';
import { briefFields } from '../../core/handoff/brief-fields.ts';
import { handoffStates } from '../../core/handoff/handoff.ts';
import { rejectionStates } from '../../core/handoff/rejection.ts';
import { Day, Id, Instant, Line, Named, PageQuery, page } from '../../core/wire.ts';
import { Activity, AttemptBody } from '../activities/schema.ts';
import { HandoffClock } from '../clocks/schema.ts';
import { Text } from '../notes/schema.ts';

export const Money = z.object({ minor: z.int(), currency: z.string() });

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

const ReturnVerdict = z.enum(['recycle', 'disqualify', 'not-a-lead', 'attach']);

/** How a lead was given back: before it was accepted, or after. */
const Returned = z.object({
  verdict: ReturnVerdict,
  /** The reason of the agreement by its key, and as it is called there. */
  reason: z.string(),
  name: z.string(),
  note: z.string().nullable(),
  at: Instant,
  /** Null where a rule decided. */
  by: Named.nullable(),
  marketingOwner: Named.nullable(),
  nextStep: z.string().nullable(),
  wakeUpAt: Instant.nullable(),
  /** What it joins, with the verdict `attach`. */
  attachedTo: z.object({ contact: Named.nullable(), handoffId: Id.nullable() }).nullable(),
});

/** How far the agreed attempts are. Where the agreement asks for none, `atLeast` and `ofChannels` are null. */
const Attempts = z.object({
  made: z.int(),
  atLeast: z.int().nullable(),
  channels: z.int(),
  ofChannels: z.int().nullable(),
  /** How many were logged that stand, each by itself. */
  logged: z.int(),
  /** The share of those that were typed rather than observed, from 0 to 1; null when there is none. */
  typedShare: z.number().nullable(),
  /** When they first talked with us; from then on no attempts are owed. */
  twoWayAt: Instant.nullable(),
  /** Whether attempts are still owed. */
  owed: z.boolean(),
  /** From when on the next one counts as another one; null for at once. */
  nextCountsFrom: Instant.nullable(),
});

/** A reason of the agreement for giving the lead back, and whether it can be given now. */
const OwedReason = z.object({
  key: z.string(),
  name: z.string(),
  /** Null where whoever gives the reason chooses among `verdicts`. */
  verdict: ReturnVerdict.nullable(),
  textRequired: z.boolean(),
  /** When the lead would wake up, were it given back now; null where it has no date of its own. */
  wakeUpAt: Instant.nullable(),
  allowed: z.boolean(),
  /** Why not. */
  why: z.string().nullable(),
});

/** One thing that can be done with the lead now, or why not. */
const May = z.object({ allowed: z.boolean(), why: z.string().nullable() });

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
  confirmedAt: Instant.nullable(),
  dealId: Id.nullable(),
  /** When the member who has it opened the brief first. */
  openedAt: Instant.nullable(),
  attempts: Attempts,
  returned: Returned.nullable(),
  /** Until when the verdict can be taken back, as far as time goes; null where there is nothing to take back. */
  undoUntil: Instant.nullable(),
  /** What became of its rejection. */
  rejection: z.object({ id: Id, status: z.enum(rejectionStates) }).nullable(),
  /** The rejected handoff in whose place an arbitration put this one. */
  follows: Id.nullable(),
  /** The line of the list: the first touch that mattered. */
  reason: z.string().nullable(),
  /** Of this handoff: those that are owed first, by due time, late ones included; then the rest. */
  clocks: z.array(HandoffClock),
  version: z.int(),
});
export type HandoffSummary = z.infer<typeof HandoffSummary>;

export const Ratings = z.array(z.object({ field: z.enum(briefFields), useful: z.boolean() }));

export const Handoff = HandoffSummary.extend({
  brief: Brief,
  /** Others of the company whom we know. */
  colleagues: z.array(Named.extend({ title: z.string().nullable(), grade: z.string().nullable() })),
  /** What was done to reach them, the latest first: those taken back stay to be read. */
  activities: z.array(Activity),
  /** What can be done now. */
  may: z.object({
    ...{ accept: May, reject: May, handBack: May, confirm: May, undo: May, reassign: May },
    ...{ pause: May, resume: May },
  }),
  /** The reasons of the agreement under which it was offered, in its order; none where it is not open. */
  reasons: z.array(OwedReason),
  /** Among which verdicts whoever gives a reason without one chooses. */
  verdicts: z.array(ReturnVerdict),
  /** What confirming the lead asks for: `confirm.need`; and what was said. */
  confirmRequires: z.array(z.string()),
  confirm: z.record(z.string(), z.string()),
  /** Who had it, the first first. */
  assignments: z.array(
    z.object({
      member: Named,
      from: Instant,
      to: Instant.nullable(),
      cause: z.enum(['routed', 'reassigned', 'escalated', 'pulled', 'given', 'handover', 'ruling']),
    }),
  ),
  /** Who has opened the brief, and when first. */
  openings: z.array(z.object({ member: Named, at: Instant })),
  /** What the caller called useful or useless in the brief. */
  ratings: Ratings,
});
export type Handoff = z.infer<typeof Handoff>;

export const HandoffParams = z.object({ handoffId: Id });
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
    /** Of open ones: what is due first, what is worth most, or who can be reached most easily. */
    sort: z.enum(['time-left', 'value', 'ease']).default('time-left'),
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

const ReturnBody = {
  reason: z.string().min(1).max(100),
  /** Where the reason leaves it open. */
  verdict: ReturnVerdict.optional(),
  note: Text.optional(),
  /** With the verdict `recycle`: when to try again, at most a year ahead; the date of the reason unless said. */
  wakeUpOn: Day.optional(),
  /** With the verdict `attach`: the person, or the open handoff, where it is being worked already. */
  attachTo: z.strictObject({ contactId: Id.optional(), handoffId: Id.optional() }).optional(),
};

export const rejectHandoff = contract({
  id: 'handoffs.reject',
  method: 'POST',
  path: '/api/handoffs/:handoffId/reject',
  summary: 'Reject an offered lead with a reason of the agreement under which it was offered.',
  access: workers,
  params: HandoffParams,
  body: z.strictObject(ReturnBody),
  response: Handoff,
  example: { reason: 'bad-timing' },
});

export const handBackHandoff = contract({
  id: 'handoffs.hand-back',
  method: 'POST',
  path: '/api/handoffs/:handoffId/hand-back',
  summary: 'Hand an accepted lead back to Marketing, with a reason, an owner there and the next step.',
  access: workers,
  params: HandoffParams,
  body: z.strictObject({
    ...ReturnBody,
    /** Who in Marketing takes it over; its head unless said. */
    marketingOwnerId: Id.optional(),
    nextStep: Line.optional(),
  }),
  response: Handoff,
  example: { reason: 'bad-timing', nextStep: 'Invite to the next webinar' },
});

export const confirmHandoff = contract({
  id: 'handoffs.confirm',
  method: 'POST',
  path: '/api/handoffs/:handoffId/confirm',
  summary: 'Confirm an accepted lead: Sales has talked, and what the agreement asks for is known.',
  access: workers,
  params: HandoffParams,
  body: z.strictObject({
    need: Text.optional(),
    timing: Text.optional(),
    budget: Text.optional(),
    authority: Text.optional(),
  }),
  response: Handoff,
  example: { need: 'One view of all plants', timing: 'This quarter' },
});

export const pauseHandoff = contract({
  id: 'handoffs.pause',
  method: 'POST',
  path: '/api/handoffs/:handoffId/pause',
  summary: 'Let the promises of Sales to a lead stand still, for a reason; only the part in working hours counts.',
  access: workers,
  params: HandoffParams,
  body: z.strictObject({
    reason: z.enum(pauseReasons).exclude(['absence-with-cover']),
    /** At most 90 days ahead. Without it the pause ends by itself after ten business days. */
    until: Instant.optional(),
    /** In the past, by an admin only; now unless said. */
    from: Instant.optional(),
    note: Text.optional(),
  }),
  response: Handoff,
  example: { reason: 'waiting-for-information', note: 'They look for the drawings' },
});

export const resumeHandoff = contract({
  id: 'handoffs.resume',
  method: 'POST',
  path: '/api/handoffs/:handoffId/resume',
  summary: 'Let the promises of Sales to a paused lead run again.',
  access: workers,
  params: HandoffParams,
  response: Handoff,
});

export const undoVerdict = contract({
  id: 'handoffs.undo',
  method: 'POST',
  path: '/api/handoffs/:handoffId/undo',
  summary: 'Take the last verdict back, within minutes and as long as nothing was built upon it.',
  access: workers,
  params: HandoffParams,
  response: Handoff,
});

export const logAttempt = contract({
  id: 'handoffs.log-attempt',
  method: 'POST',
  path: '/api/handoffs/:handoffId/attempts',
  summary: 'Log a call, mail, meeting or message with the person of the lead, how it ended and what comes next.',
  access: workers,
  params: HandoffParams,
  body: AttemptBody,
  response: Handoff,
  status: 201,
  example: { kind: 'call', outcome: 'voicemail', next: { title: 'Call again', dueOn: '2026-03-05' } },
});

export const Ids = z.array(Id).min(1).max(200);
/** What became of each, in the order in which they were asked for. */
export const Done = z.object({
  done: z.array(Id),
  refused: z.array(z.object({ id: Id, code: z.string(), message: z.string() })),
  /** How many do not exist, or are out of the caller's reach. */
  missing: z.int(),
});
export type Done = z.infer<typeof Done>;

export const acceptHandoffs = contract({
  id: 'handoffs.accept-many',
  method: 'POST',
  path: '/api/handoffs/accept',
  summary: 'Accept several offered leads; what cannot be accepted is told, and stops nothing.',
  access: workers,
  body: z.strictObject({ handoffIds: Ids }),
  response: Done,
  example: { handoffIds: ['{handoffId}'] },
});

export const rejectHandoffs = contract({
  id: 'handoffs.reject-many',
  method: 'POST',
  path: '/api/handoffs/reject',
  summary: 'Reject several offered leads for one reason; what cannot be rejected is told, and stops nothing.',
  access: workers,
  body: z.strictObject({ handoffIds: Ids, ...ReturnBody }).omit({ attachTo: true }),
  response: Done,
  example: { handoffIds: ['{handoffId}'], reason: 'bad-timing' },
});
