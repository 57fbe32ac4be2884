import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { FormDefinition, FormField } from '../../core/forms/definition.ts';
import { Day, Id, Instant, Line, PageQuery, page } from '../../core/wire.ts';

export const FormState = z.enum(['draft', 'live', 'closed']);

/** A form that Baton hosts. */
export const Form = FormDefinition.extend({
  id: Id,
  name: z.string(),
  /** How touches name it: `touch.form` in the agreement. It never changes. */
  slug: z.string(),
  /** Part of the address, which nobody can guess. */
  key: z.string(),
  url: z.string(),
  state: FormState,
  fields: z.array(FormField),
  /** `version` goes up with each new wording. */
  consents: z.array(z.object({ purpose: z.string(), text: z.string(), required: z.boolean(), version: z.int() })),
  sourceId: Id,
  createdAt: Instant,
  updatedAt: Instant,
  version: z.int(),
});
export type Form = z.infer<typeof Form>;

/** `rate` is `converted` of `views`, with its 95 % interval by Wilson; null where nobody saw it. */
const Conversion = z.object({
  views: z.int(),
  /** Views whose page was sent, on that day or later. */
  converted: z.int(),
  /** All that were sent on the day, by pages of your own too. */
  submissions: z.int(),
  suspected: z.int(),
  rate: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type Conversion = z.infer<typeof Conversion>;

/** A form in a list, with how it fared in the last 30 days. */
const ListedForm = Form.extend({
  conversion: Conversion,
  /** By somebody who is not suspected. */
  lastSubmittedAt: Instant.nullable(),
});
export type ListedForm = z.infer<typeof ListedForm>;

const FormParams = z.object({ formId: Id });
const read = { roles: everyRole('all'), scope: 'forms:read' } as const;
/** Leads and members only where they work in Marketing: `check-author.ts`. */
const write = { roles: { admin: 'all', head: 'all', lead: 'all', member: 'all' }, scope: 'forms:write' } as const;

const { shape } = FormDefinition;
const created = FormDefinition.extend({
  name: Line,
  slug: z
    .string()
    .max(60)
    .regex(
      /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
      'Please use lower-case letters and digits with hyphens, such as demo-request.',
    ),
  language: shape.language.default('en'),
  intro: shape.intro.default(''),
  consents: shape.consents.default([]),
  button: shape.button.default(null),
  thanks: shape.thanks.default({ text: '', redirectUrl: null }),
  hosts: shape.hosts.default([]),
  doubleOptIn: shape.doubleOptIn.default(false),
  asksSource: shape.asksSource.default(true),
  /** A source whose name its contacts get; without it, that of all forms. */
  sourceId: Id.optional(),
});
const edited = FormDefinition.partial().extend({ name: Line.optional(), state: FormState.optional() });

export const listForms = contract({
  id: 'forms.list',
  method: 'GET',
  path: '/api/forms',
  summary: 'List forms, the newest first, each with how it fared in the last 30 days.',
  access: read,
  query: PageQuery,
  response: page(ListedForm),
});

export const createForm = contract({
  id: 'forms.create',
  method: 'POST',
  path: '/api/forms',
  summary: 'Create a form, as a draft that nobody can open yet.',
  access: write,
  body: created,
  response: Form,
  status: 201,
  example: {
    name: 'Demo request',
    slug: 'demo-request',
    fields: [{ key: 'email', kind: 'email', label: 'Work e-mail', required: true, fills: 'email' }],
    consents: [{ purpose: 'contact', text: 'You may contact me about this request.', required: true }],
  },
});

export const previewForm = contract({
  id: 'forms.preview',
  method: 'POST',
  path: '/api/forms/preview',
  summary: 'Show the page of a form as it would be, without saving it.',
  access: write,
  body: FormDefinition.extend({ name: Line }),
  response: z.object({
    /** The page as HTML; it posts to nowhere. */
    page: z.string(),
    problems: z.array(z.object({ pointer: z.string(), detail: z.string() })),
  }),
  keyed: false,
  example: {
    name: 'Demo request',
    language: 'en',
    intro: '',
    fields: [{ key: 'email', kind: 'email', label: 'Work e-mail', required: true, fills: 'email' }],
    consents: [],
    button: null,
    thanks: { text: '', redirectUrl: null },
    hosts: [],
    doubleOptIn: false,
    asksSource: true,
  },
});

export const getForm = contract({
  id: 'forms.get',
  method: 'GET',
  path: '/api/forms/:formId',
  summary: 'Read one form.',
  access: read,
  params: FormParams,
  response: Form,
  versioned: 'read',
});

export const editForm = contract({
  id: 'forms.edit',
  method: 'PATCH',
  path: '/api/forms/:formId',
  summary: 'Change a form, put it online or close it.',
  access: write,
  params: FormParams,
  body: edited,
  response: Form,
  versioned: 'edit',
  example: { state: 'live' },
});

/** Something that was sent by a form. */
export const FormSubmission = z.object({
  id: Id,
  submittedAt: Instant,
  /** `waiting` for the link in the mail; `suspected` of being no person's: it went nowhere else. */
  status: z.enum(['waiting', 'accepted', 'suspected']),
  suspicion: z.enum(['trap', 'robot']).nullable(),
  formVersion: z.int(),
  answers: z.record(z.string(), z.union([z.string(), z.boolean()])),
  /** Version of the text that was shown; null where a page of your own showed it and did not say. */
  consents: z.array(z.object({ purpose: z.string(), version: z.int().nullable(), ticked: z.boolean() })),
  selfReportedSource: z.string().nullable(),
  pageUrl: z.string().nullable(),
  /** Host and path of the page that it came from, by which conversion is counted. */
  page: z.string().nullable(),
  confirmedAt: Instant.nullable(),
  /** Whose the address is, among the people whom the caller sees. Who was removed stays removed until somebody restores them. */
  contact: z.object({ id: Id, isRemoved: z.boolean() }).nullable(),
});
export type FormSubmission = z.infer<typeof FormSubmission>;

export const listSubmissions = contract({
  id: 'forms.list-submissions',
  method: 'GET',
  path: '/api/forms/:formId/submissions',
  summary: 'List what was sent by a form, the newest first, for those who may change it.',
  access: { ...write, scope: 'forms:read' },
  params: FormParams,
  query: PageQuery.extend({
    status: FormSubmission.shape.status.optional(),
    /** Host and path; an empty text for those of no known page. */
    page: z.string().max(400).optional(),
    /** Days of the workspace, both included. */
    from: Day.optional(),
    to: Day.optional(),
  }),
  response: page(FormSubmission),
});

export const acceptSubmission = contract({
  id: 'forms.accept-submission',
  method: 'POST',
  path: '/api/forms/:formId/submissions/:submissionId/accept',
  summary: 'Accept a submission that was suspected wrongly: it goes on as if nobody had suspected it.',
  access: write,
  params: FormParams.extend({ submissionId: Id }),
  response: FormSubmission,
});

export const measureConversion = contract({
  id: 'forms.measure-conversion',
  method: 'GET',
  path: '/api/forms/:formId/conversion',
  summary: 'Count who saw a form and who sent it, by day of the workspace and by page, at most 400 days.',
  access: read,
  params: FormParams,
  /** Both days included; the last 30 unless said. */
  query: z.object({ from: Day.optional(), to: Day.optional() }),
  response: z.object({
    from: Day,
    to: Day,
    total: Conversion,
    days: z.array(Conversion.extend({ day: Day })),
    /** The 100 that were seen most. `page` is host and path; empty for what is not told apart. */
    pages: z.array(Conversion.extend({ page: z.string() })),
  }),
});
