import { z } from 'zod';
import { activityKinds, directions, fitsKind, outcomes } from '../../core/activity.ts';
import { contract } from '../../core/contract.ts';
import { Day, Id, Instant, Line, Named, PageQuery, page } from '../../core/wire.ts';
import { editors, readers, Text, writers } from '../notes/schema.ts';

const Outcome = z.enum([...new Set(Object.values(outcomes).flat())]);

/** A call, mail, meeting or message of Sales with a person; each is one touch. */
export const Activity = z.object({
  id: Id,
  contact: Named,
  deal: Named.nullable(),
  kind: z.enum(activityKinds),
  direction: z.enum(directions),
  at: Instant,
  outcome: z.string().nullable(),
  minutes: z.int().nullable(),
  note: z.string().nullable(),
  /** Whose doing it was. */
  member: Named.nullable(),
  /** Typed by somebody, or observed by a system. */
  known: z.enum(['typed', 'observed']),
  automated: z.boolean(),
  editedAt: Instant.nullable(),
  /** It was entered by mistake, or did not happen: it counts for nothing any more. */
  withdrawn: z.object({ at: Instant, reason: z.string(), by: Named.nullable() }).nullable(),
  mayEdit: z.boolean(),
  version: z.int(),
});
export type Activity = z.infer<typeof Activity>;

const ActivityParams = z.object({ activityId: Id });

export const listActivities = contract({
  id: 'activities.list',
  method: 'GET',
  path: '/api/activities',
  summary: 'List what Sales did with people within reach, the latest first.',
  access: readers,
  query: PageQuery.extend({ contactId: Id.optional(), dealId: Id.optional() }),
  response: page(Activity),
});

const minutes = z.int().min(0).max(1_440, 'Please use at most 24 hours.').nullable().optional();

export const logActivity = contract({
  id: 'activities.log',
  method: 'POST',
  path: '/api/activities',
  summary: 'Log a call, mail, meeting or message with a person. It becomes one touch of Sales and is judged at once.',
  access: writers,
  body: z
    .strictObject({
      /** May be left out for a deal with one person. */
      contactId: Id.optional(),
      dealId: Id.optional(),
      kind: z.enum(activityKinds),
      direction: z.enum(directions).optional(),
      /** When it was; now unless said. */
      at: Instant.optional(),
      outcome: Outcome.nullable().optional(),
      minutes,
      note: Text.nullable().optional(),
      /** Whose doing it was: the caller, unless a key says. */
      memberId: Id.nullable().optional(),
      /** Only a key may say that it was observed, which is what it says unless told otherwise. */
      known: z.enum(['typed', 'observed']).optional(),
      automated: z.boolean().default(false),
      /** How another system calls it: the same again stands for the one that is there. */
      external: z.strictObject({ source: Line, id: Line }).optional(),
    })
    .refine(({ contactId, dealId }) => contactId !== undefined || dealId !== undefined, {
      error: 'Say with whom it was.',
      path: ['contactId'],
    })
    .refine(({ kind, outcome }) => !outcome || fitsKind(kind, outcome), {
      error: 'An activity of this kind does not end so.',
      path: ['outcome'],
    }),
  response: Activity,
  status: 201,
  example: { contactId: '{contactId}', kind: 'call', outcome: 'reached', minutes: 5 },
});

/** What is logged on a lead: with whom and by whom it was stands there already. */
export const AttemptBody = z
  .strictObject({
    kind: z.enum(activityKinds),
    direction: z.enum(directions).optional(),
    at: Instant.optional(),
    outcome: Outcome.nullable().optional(),
    minutes,
    note: Text.nullable().optional(),
    /** Only a key may say that it was observed. */
    known: z.enum(['typed', 'observed']).optional(),
    external: z.strictObject({ source: Line, id: Line }).optional(),
    /** What comes next: a task of whoever has the lead. */
    next: z.strictObject({ title: Line, dueOn: Day.optional(), dueAt: Instant.optional() }).optional(),
  })
  .refine(({ kind, outcome }) => !outcome || fitsKind(kind, outcome), {
    error: 'An activity of this kind does not end so.',
    path: ['outcome'],
  });

export const getActivity = contract({
  id: 'activities.get',
  method: 'GET',
  path: '/api/activities/:activityId',
  summary: 'Read one activity.',
  access: readers,
  params: ActivityParams,
  response: Activity,
  versioned: 'read',
});

export const editActivity = contract({
  id: 'activities.edit',
  method: 'PATCH',
  path: '/api/activities/:activityId',
  summary:
    'Correct how an activity ended, how long it took or what was noted. Anything else: withdraw it and log it anew.',
  access: editors,
  params: ActivityParams,
  body: z.strictObject({ outcome: Outcome.nullable().optional(), minutes, note: Text.nullable().optional() }),
  response: Activity,
  versioned: 'edit',
  example: { minutes: 12 },
});

export const withdrawActivity = contract({
  id: 'activities.withdraw',
  method: 'POST',
  path: '/api/activities/:activityId/withdraw',
  summary: 'Withdraw an activity that did not happen: it stays to be read, and counts for nothing any more.',
  access: editors,
  params: ActivityParams,
  body: z.strictObject({ reason: Line }),
  response: Activity,
  example: { reason: 'Logged with the wrong person' },
});
