import { z } from 'zod';
import { everyRole, MemberDepartment } from '../../core/access.ts';
import { buyingRoles } from '../../core/buying-role.ts';
import { contract } from '../../core/contract.ts';
import { handoffStates } from '../../core/handoff/handoff.ts';
import { Email, Empty, Id, Instant, Line, Locale, Named, PageQuery, page, Zone } from '../../core/wire.ts';
import { Brief } from '../handoffs/schema.ts';

/** The workspace's own fields by key; null takes one away. */
export const OwnFields = z.record(
  z.string().regex(/^[^\s.][^\p{Cc}]{0,99}$/u, 'Please use a short name without a dot at its beginning.'),
  z.union([z.string().max(500), z.number(), z.boolean()]).nullable(),
);

/** One person as lists show them. */
export const ContactSummary = z.object({
  id: Id,
  /** The name, else the e-mail address, else the phone number. */
  label: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  title: z.string().nullable(),
  country: z.string().nullable(),
  account: Named.nullable(),
  owner: Named.nullable(),
  buyingRole: z.enum(buyingRoles).nullable(),
  grade: z.string().nullable(),
  fit: z.number().nullable(),
  engagement: z.number().nullable(),
  persona: z.string().nullable(),
  segment: z.string().nullable(),
  stage: z.string().nullable(),
  journeyStep: z.string().nullable(),
  touchCount: z.int(),
  lastTouchAt: Instant.nullable(),
  reachable: z.boolean(),
  fields: z.record(z.string(), z.unknown()),
  createdAt: Instant,
  deletedAt: Instant.nullable(),
  version: z.int(),
});
export type ContactSummary = z.infer<typeof ContactSummary>;

/** Why a contact stands where it does, by the agreement in force; null without one and for who was removed. */
export const Explanation = Brief.pick({ scores: true, persona: true, segment: true }).extend({
  /** Whether Sales gets the contact now, and if not, why. Null in an agreement that hands nobody over. */
  qualification: z
    .object({
      outcome: z.enum(['qualified', 'incomplete', 'not-yet', 'barred']),
      /** For `barred`: why nothing is judged. */
      reason: z.string().nullable(),
      /** For `not-yet`: each way to qualify as the sentences that do not hold yet, the shortest first. */
      ways: z.array(z.array(z.string())),
      /** Required information that is not there yet, with its name. */
      missing: z.array(z.object({ field: z.string(), label: z.string() })),
    })
    .nullable(),
  agreement: z.object({ id: Id, number: z.int(), name: z.string() }),
});
export type Explanation = z.infer<typeof Explanation>;

const Address = z.object({ value: z.string(), isMain: z.boolean(), bouncedAt: Instant.nullable() });

export const Contact = ContactSummary.extend({
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  language: z.string().nullable(),
  zone: z.string().nullable(),
  source: z.string().nullable(),
  emails: z.array(Address),
  phones: z.array(Address),
  consents: z.array(
    z.object({
      purpose: z.string(),
      status: z.enum(['granted', 'denied']),
      at: Instant,
      textVersion: z.string().nullable(),
    }),
  ),
  lists: z.array(Named),
  foundBy: Named.nullable(),
  protectedUntil: Instant.nullable(),
  furthestStage: z.string().nullable(),
  cycle: z.int(),
  wakeUpAt: Instant.nullable(),
  /** The contact that this one was merged into. */
  mergedInto: Id.nullable(),
  handoffs: z.array(
    z.object({
      id: Id,
      number: z.int(),
      cycle: z.int(),
      status: z.enum(handoffStates),
      member: Named,
      offeredAt: Instant,
      closedAt: Instant.nullable(),
    }),
  ),
  explanation: Explanation.nullable(),
  /** Whether the caller may change it. */
  mayEdit: z.boolean(),
});
export type Contact = z.infer<typeof Contact>;

/** What a timeline is made of. */
export const timelineKinds = [
  'touch',
  'stage',
  'journey',
  'handoff',
  'deal',
  'consent',
  'note',
  'task',
  'activity',
] as const;

/** Some kinds, or all. */
export const TimelineQuery = PageQuery.extend({
  /** Kinds with commas between them: `note,activity`. */
  kinds: z
    .string()
    .max(100)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(timelineKinds)))
    .optional(),
});

/** One entry of a timeline: what happened, when, and whose doing it was. */
export const TimelineEntry = z.object({
  id: z.string(),
  at: Instant,
  kind: z.enum(timelineKinds),
  department: MemberDepartment,
  text: z.string(),
  /** The person; null where it is about their company, or a deal of it. */
  contact: Named.nullable(),
  /** What more there is to say: the channel of a touch, the reason of a move, the member of a handoff. */
  detail: z.record(z.string(), z.string().nullable()),
  /** Of notes, tasks and activities: what can be opened and changed, and how the body of a note names members. */
  record: z
    .object({
      id: Id,
      mayEdit: z.boolean(),
      pinned: z.boolean(),
      mentions: z.array(z.string()),
      /** Why an activity was withdrawn: it counts for nothing any more. */
      withdrawn: z.string().nullable(),
      /** Of an activity: typed by somebody, or observed by a system. */
      known: z.enum(['typed', 'observed']).nullable(),
    })
    .nullable(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const readers = {
  roles: { ...everyRole('visible'), admin: 'all', head: 'all', sponsor: 'all' },
  scope: 'contacts:read',
} as const;
export const writers = {
  roles: { admin: 'all', head: 'all', lead: 'team', member: 'own' },
  scope: 'contacts:write',
} as const;
const ContactParams = z.object({ contactId: Id });

export const ListFilter = z.object({
  search: z.string().trim().max(100).optional(),
  /** A condition as JSON text: `{"all":[{"field":"grade","op":"equals","value":"A1"}]}`. */
  filter: z.string().max(8_000).optional(),
  /** The id of a member, or `none` for what nobody owns. */
  owner: z.union([Id, z.literal('none')]).optional(),
  listId: Id.optional(),
  /** `true` shows what was removed. */
  deleted: z.stringbool().optional(),
});
export type ListFilter = z.infer<typeof ListFilter>;
const ContactFilter = ListFilter.extend({ accountId: Id.optional() });
const ContactOrder = z.object({
  sort: z.enum(['name', 'last-touch', 'created', 'grade']).default('name'),
  direction: z.enum(['asc', 'desc']).optional(),
});
/** As `ListFilter` in a body: the condition as it is, of any length. */
export const LongFilter = z.strictObject({
  ...ListFilter.shape,
  filter: z.record(z.string(), z.unknown()).optional(),
  deleted: z.boolean().optional(),
});
/** A page as a body asks for it. */
export const LongPage = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.int().min(1).max(200).default(50),
});
const LongContactFilter = LongFilter.extend({ accountId: Id.optional() });

export const listContacts = contract({
  id: 'contacts.list',
  method: 'GET',
  path: '/api/contacts',
  summary: 'List people within reach.',
  access: readers,
  query: PageQuery.extend({ ...ContactFilter.shape, ...ContactOrder.shape }),
  response: page(ContactSummary),
});

export const queryContacts = contract({
  id: 'contacts.query',
  method: 'POST',
  path: '/api/contacts/query',
  summary: 'List people within reach whom a condition means that is too long for an address.',
  access: readers,
  body: LongContactFilter.extend({ ...LongPage.shape, ...ContactOrder.shape }),
  response: page(ContactSummary),
  example: { filter: { all: [{ field: 'contact.title', op: 'exists' }] } },
});

export const Count = z.object({ count: z.int(), isMore: z.boolean() });

export const countContacts = contract({
  id: 'contacts.count',
  method: 'GET',
  path: '/api/contacts/count',
  summary: 'Count people as a list would show them, exactly up to 10,000.',
  access: readers,
  query: ContactFilter,
  response: Count,
});

export const countQuery = contract({
  id: 'contacts.count-query',
  method: 'POST',
  path: '/api/contacts/count',
  summary: 'Count people whom a condition means that is too long for an address, exactly up to 10,000.',
  access: readers,
  body: LongContactFilter,
  response: Count,
  example: { filter: { all: [{ field: 'contact.title', op: 'exists' }] } },
});

export const getContact = contract({
  id: 'contacts.get',
  method: 'GET',
  path: '/api/contacts/:contactId',
  summary: 'Read one person with scores, reasons and what is missing.',
  access: readers,
  params: ContactParams,
  response: Contact,
  versioned: 'read',
});

export const getContactTimeline = contract({
  id: 'contacts.timeline',
  method: 'GET',
  path: '/api/contacts/:contactId/timeline',
  summary: 'Read what happened between us and one person, the latest first.',
  access: readers,
  params: ContactParams,
  query: TimelineQuery,
  response: page(TimelineEntry),
});

const text = Line.nullable().optional();
const ContactValues = z.strictObject({
  name: text,
  firstName: text,
  lastName: text,
  title: text,
  country: text,
  language: Locale.nullable().optional(),
  zone: Zone.nullable().optional(),
  /** The first is the main one. */
  emails: z.array(Email).max(20).optional(),
  phones: z.array(Line).max(20).optional(),
  accountId: Id.nullable().optional(),
  buyingRole: z.enum(buyingRoles).nullable().optional(),
  ownerId: Id.nullable().optional(),
  /** The rep who found the person: the lead stays with them for the time that the agreement protects. */
  foundBy: Id.nullable().optional(),
  fields: OwnFields.optional(),
});
export type ContactChange = z.output<typeof ContactValues>;

export const createContact = contract({
  id: 'contacts.create',
  method: 'POST',
  path: '/api/contacts',
  summary: 'Add a person by hand.',
  access: writers,
  body: ContactValues.extend({
    /** Adds the person although somebody has the same address or number. */
    anyway: z.boolean().default(false),
  }),
  response: Contact,
  status: 201,
  example: { name: 'Ana Plant', emails: ['ana@plant.example'], title: 'COO' },
});

export const editContact = contract({
  id: 'contacts.edit',
  method: 'PATCH',
  path: '/api/contacts/:contactId',
  summary: 'Change what is known of a person.',
  access: writers,
  params: ContactParams,
  body: ContactValues,
  response: Contact,
  versioned: 'edit',
  example: { title: 'CEO' },
});

export const deleteContact = contract({
  id: 'contacts.delete',
  method: 'DELETE',
  path: '/api/contacts/:contactId',
  summary: 'Remove a person; they can be restored.',
  access: writers,
  params: ContactParams,
  response: Empty,
  status: 204,
});

export const restoreContact = contract({
  id: 'contacts.restore',
  method: 'POST',
  path: '/api/contacts/:contactId/restore',
  summary: 'Restore a person that was removed.',
  access: writers,
  params: ContactParams,
  response: Contact,
});

export const recordConsent = contract({
  id: 'contacts.consent',
  method: 'POST',
  path: '/api/contacts/:contactId/consents',
  summary: 'Record that a person allowed or refused something, with the proof.',
  access: writers,
  params: ContactParams,
  body: z.strictObject({
    purpose: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Please use small letters, digits and hyphens.')
      .max(50),
    status: z.enum(['granted', 'denied']),
    /** When they said so; now unless said. */
    at: Instant.optional(),
    /** How it is known: "On the phone", "Signed at the fair". */
    proof: Line,
    textVersion: Line.optional(),
  }),
  response: Contact,
  example: { purpose: 'contact', status: 'granted', proof: 'On the phone' },
});
