import { z } from 'zod';
import type { FieldProblem } from '../errors.ts';
import { Line } from '../wire.ts';
import { formLanguages } from './words.ts';

/** Traits of a person that a field can fill; `company` goes to their account. */
export const formTraits = ['email', 'name', 'firstName', 'lastName', 'title', 'phone', 'country', 'company'] as const;
export type FormTrait = (typeof formTraits)[number];

/** How a field is asked. `hidden` takes what the link says under its key, such as `utm_source`, and nobody sees it. */
export const fieldKinds = ['email', 'text', 'textarea', 'choice', 'checkbox', 'hidden'] as const;

/** Text of several lines that a person typed. */
const Prose = z
  .string()
  .trim()
  .max(2000, 'Please use at most 2,000 characters.')
  .regex(/^[^\p{Cs}\0]*$/u, 'Please remove the control characters.');

const key = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_]{0,63}$/,
    'A key has letters, digits and underscores, begins with a letter and has at most 64 characters.',
  );

export const FormField = z.strictObject({
  /** Under which the answer is posted and kept. */
  key,
  kind: z.enum(fieldKinds),
  label: Line,
  help: Line.nullable().default(null),
  required: z.boolean().default(false),
  /** What the answer is of the person: a trait, a field of your own under the key (`own`), or null: of this submission only. */
  fills: z
    .enum([...formTraits, 'own'])
    .nullable()
    .default(null),
  /** Of a choice. */
  options: z.array(Line).max(100).default([]),
  /** Left out where this browser has answered it before. What Baton knows of a person is never asked for that. */
  progressive: z.boolean().default(false),
});
export type FormField = z.infer<typeof FormField>;

/** A purpose that people are asked to allow, in words; each new wording is a new version. */
export const ConsentRequest = z.strictObject({
  purpose: z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/, 'A purpose has lower-case letters, digits, hyphens.'),
  text: Prose.min(1, 'Please fill this in.'),
  required: z.boolean().default(false),
});

/** `host` or `host:port`, without scheme, path or wildcard. */
export const FormHost = z
  .string()
  .trim()
  .toLowerCase()
  .max(260)
  .regex(
    /^(?=.{1,253}(?::|$))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*(?::\d{1,5})?$/,
    'Please give a host alone, such as www.example.com.',
  );

export const FormDefinition = z.strictObject({
  language: z.enum(formLanguages),
  intro: Prose,
  fields: z.array(FormField).max(50),
  consents: z.array(ConsentRequest).max(10),
  button: Line.nullable(),
  thanks: z.strictObject({ text: Prose, redirectUrl: z.string().trim().max(2000).nullable() }),
  /** Sites that may show the form in a frame, post to it, and be gone to after it. */
  hosts: z.array(FormHost).max(20),
  doubleOptIn: z.boolean(),
  /** Asks "How did you hear about us?", in the visitor's own words. */
  asksSource: z.boolean(),
});
export type FormDefinition = z.infer<typeof FormDefinition>;

/** A consent request with the version of its text. */
export type ConsentText = z.infer<typeof ConsentRequest> & { version: number };

/**
 * The origins that a host of the form stands for. Plain `http` only on this machine, for people who try a page out.
 *
 * @example
 * originsOf('www.example.com') // ['https://www.example.com']
 */
export const originsOf = (host: string): string[] =>
  /^(?:localhost|127\.0\.0\.1)(?::|$)/.test(host) ? [`https://${host}`, `http://${host}`] : [`https://${host}`];

/**
 * An address to go to after a form, or null where it does not lead to one of its hosts: another host whatever the spelling,
 * another scheme, a user in front of the host.
 *
 * @example
 * readRedirect('https://www.example.com/thanks', ['www.example.com']) // 'https://www.example.com/thanks'
 * readRedirect('https://www.example.com@evil.example', ['www.example.com']) // null
 */
export function readRedirect(address: string, hosts: readonly string[]): string | null {
  // Browsers read a backslash as a slash and leave tabs and line ends out: neither is needed in an address.
  if (/[\\\s\p{Cc}]/u.test(address) || !/^https?:\/\/[^/]/i.test(address)) return null;
  try {
    const url = new URL(address);
    const isOwn = url.username === '' && url.password === '' && hosts.flatMap(originsOf).includes(url.origin);
    return isOwn ? url.href : null;
  } catch {
    return null;
  }
}

/** Names that mean something else in a message: an answer that fills nothing may not go by them. */
const reserved = new Set([
  ...['form', 'formId', 'form_id', 'formName', 'formVersion', 'submissionId', 'self_reported_source', 'url', 'path'],
  ...['search', 'referrer', 'referrer_host', 'title', 'subject', 'name', 'content', 'email', 'emailAddress'],
  ...['email_address', 'fullName', 'full_name', 'firstName', 'first_name', 'firstname', 'lastName', 'last_name'],
  ...['lastname', 'jobTitle', 'job_title', 'position', 'phone', 'phoneNumber', 'phone_number', 'country', 'language'],
  ...['timezone', 'time_zone', 'company', 'address', 'constructor'],
]);

/**
 * What is wrong with a form as a whole: double keys, a choice without answers, a way back to a foreign host, confirmation by
 * mail without an address.
 *
 * @example
 * checkDefinition({ language: 'en', intro: '', fields: [], consents: [], button: null, thanks: { text: '', redirectUrl: null },
 *   hosts: [], doubleOptIn: true, asksSource: false })[0]?.pointer // '#/doubleOptIn'
 */
export function checkDefinition(form: FormDefinition): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const tell = (pointer: string, detail: string) => problems.push({ pointer: `#/${pointer}`, detail });
  const [keys, filled, purposes] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const [at, field] of form.fields.entries()) {
    if (keys.has(field.key)) tell(`fields/${at}/key`, `Two fields have the key "${field.key}". Change one.`);
    keys.add(field.key);
    if ((field.fills === null || field.fills === 'own') && reserved.has(field.key)) {
      tell(
        `fields/${at}/key`,
        `"${field.key}" has a meaning of its own. Say what the field fills, or choose another key.`,
      );
    }
    if (field.fills !== null && field.fills !== 'own') {
      if (filled.has(field.fills)) tell(`fields/${at}/fills`, `Two fields fill "${field.fills}". Change one.`);
      filled.add(field.fills);
    }
    for (const { pointer, detail } of checkKind(field)) tell(`fields/${at}/${pointer}`, detail);
  }
  for (const [at, { purpose }] of form.consents.entries()) {
    if (purposes.has(purpose)) tell(`consents/${at}/purpose`, `"${purpose}" is asked twice. Remove one.`);
    purposes.add(purpose);
  }
  const { redirectUrl } = form.thanks;
  if (redirectUrl !== null && readRedirect(redirectUrl, form.hosts) === null) {
    tell('thanks/redirectUrl', 'This must be an https address on one of the hosts of the form. Add its host first.');
  }
  if (form.doubleOptIn && !form.fields.some(({ fills, required }) => fills === 'email' && required)) {
    tell('doubleOptIn', 'To confirm by mail, the form needs a required field that fills "email".');
  }
  return problems;
}

/** What a field of its kind cannot be. */
function checkKind({ kind, fills, progressive, options }: FormField): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if ((kind === 'email') !== (fills === 'email')) {
    problems.push({ pointer: 'fills', detail: 'A field of the kind e-mail fills "email", and no other kind does.' });
  }
  if (progressive && (kind === 'email' || kind === 'hidden')) {
    const detail = 'An e-mail address is asked for each time, and a hidden field is not asked at all.';
    problems.push({ pointer: 'progressive', detail });
  }
  if (kind === 'choice' && new Set(options).size < 2) {
    problems.push({ pointer: 'options', detail: 'A choice needs at least two different answers.' });
  }
  return problems;
}

/**
 * The fields that a browser is asked: all but the progressive ones that it has answered before.
 *
 * @param known keys of fields, as the browser itself says that it answered them
 * @example
 * askedFields([{ key: 'role', progressive: true }, { key: 'need', progressive: false }], ['role', 'need']).map(({ key }) => key) // ['need']
 */
export function askedFields<Field extends Pick<FormField, 'key' | 'progressive'>>(
  fields: readonly Field[],
  known: readonly string[],
): Field[] {
  return fields.filter(({ key, progressive }) => !(progressive && known.includes(key)));
}

/**
 * Gives each consent request its version: that of the text as it stands, one more where the text changed. A purpose that was
 * taken out and comes back goes on counting.
 *
 * @param known the latest text of each purpose that the form ever asked for
 * @example
 * versionConsents([{ purpose: 'news', text: 'New words', required: false }], [{ purpose: 'news', text: 'Old', version: 2 }])
 * // [{ purpose: 'news', text: 'New words', required: false, version: 3 }]
 */
export function versionConsents(
  wanted: readonly z.infer<typeof ConsentRequest>[],
  known: readonly { purpose: string; text: string; version: number }[],
): ConsentText[] {
  return wanted.map((request) => {
    const last = known.find(({ purpose }) => purpose === request.purpose);
    const version = last === undefined ? 1 : last.text === request.text ? last.version : last.version + 1;
    return { ...request, version };
  });
}

type Changes = { [Key in keyof FormDefinition]?: FormDefinition[Key] | undefined };

/**
 * A definition with some of its parts replaced; what is not said stays.
 *
 * @example
 * changeDefinition({ language: 'en', intro: '', fields: [], consents: [], button: null, thanks: { text: '', redirectUrl: null },
 *   hosts: [], doubleOptIn: false, asksSource: false }, { button: 'Go', intro: undefined }).button // 'Go'
 */
export function changeDefinition(form: FormDefinition, changes: Changes): FormDefinition {
  const { language, intro, fields, consents, button, thanks, hosts, doubleOptIn, asksSource } = changes;
  return {
    language: language ?? form.language,
    intro: intro ?? form.intro,
    fields: fields ?? form.fields,
    consents: (consents ?? form.consents).map(({ purpose, text, required }) => ({ purpose, text, required })),
    // Null takes the words of one's own out.
    button: button === undefined ? form.button : button,
    thanks: thanks ?? form.thanks,
    hosts: hosts ?? form.hosts,
    doubleOptIn: doubleOptIn ?? form.doubleOptIn,
    asksSource: asksSource ?? form.asksSource,
  };
}
