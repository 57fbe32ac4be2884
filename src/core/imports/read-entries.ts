import { type ActivityKind, activityKinds, fitsKind, usualDirection } from '../activity.ts';
import { foldText, sortKey } from '../text.ts';
import type { EntryObject } from './fields.ts';
import type { RecordDraft, Value } from './plan-records.ts';
import { readDate } from './read-date.ts';

/** What a row is that is no record of its own: it is there, or it is made. `at` in epoch milliseconds; null where nothing says it. */
export type EntryDraft = RecordDraft & { object: EntryObject; at: number | null };

/** What is known of a row beside its own columns. `about` are the keys of the record that it belongs to. */
export type EntryTerms = { about: string | null; isOfDeal: boolean; zone: string; currency: string; now: number };

type Cells = ReadonlyMap<string, Value | null>;
/** An entry, or why the row is none: `fault` can be corrected, `skip` is left out on purpose. */
export type ReadEntry = { entry: EntryDraft | null; fault: string | null; skip: string | null };

const is = (entry: EntryDraft): ReadEntry => ({ entry, fault: null, skip: null });
const refuse = (fault: string): ReadEntry => ({ entry: null, fault, skip: null });
const leave = (skip: string): ReadEntry => ({ entry: null, fault: null, skip });

/**
 * Reads what a row of a kind of entries says: a member, an activity, a note, a change of stage, or spend.
 *
 * @param cells values by the names of their fields, without the object
 * @example
 * const now = 1_700_000_000_000;
 * const cells = new Map([['kind', 'Anruf'], ['at', now], ['outcome', 'No answer']]);
 * const terms = { about: 'email:ana@plant.example', isOfDeal: false, zone: 'UTC', currency: 'EUR', now };
 * readEntry('activity', cells, terms).entry?.values.outcome // 'no-answer'
 */
export function readEntry(object: EntryObject, cells: Cells, terms: EntryTerms): ReadEntry {
  switch (object) {
    case 'member':
      return readMember(cells);
    case 'activity':
      return readActivity(cells, terms);
    case 'note':
      return readNote(cells, terms);
    case 'stage':
      return readStage(cells, terms);
    default:
      return readSpend(cells, terms);
  }
}

const textOf = (cells: Cells, name: string): string | null => {
  const value = cells.get(name) ?? null;
  return value === null ? null : String(value);
};
const numberOf = (cells: Cells, name: string): number | null => {
  const value = cells.get(name);
  return typeof value === 'number' ? value : null;
};

/** By its own id, or by what it is, where it has none. */
const refOf = (cells: Cells, ...parts: (string | number | null)[]): string => {
  const id = textOf(cells, 'external-id');
  return id === null ? `as:${parts.map((part) => part ?? '').join('|')}` : `ext:${id}`;
};

/**
 * A member by whatever a program writes for one: an id, an address, or a name that only one has.
 *
 * @example
 * draftOwner('Ana Lima').find // ['ext:Ana Lima', 'name:ana lima']
 */
export function draftOwner(text: string): RecordDraft {
  const email = text.includes('@') ? text : null;
  const name = email === null ? text : null;
  const gives = [`ext:${text}`];
  return {
    find: [...gives, email === null ? `name:${sortKey(text)}` : `email:${foldText(email)}`],
    gives,
    values: { email, name },
  };
}

function readMember(cells: Cells): ReadEntry {
  const [email, name] = [textOf(cells, 'email'), textOf(cells, 'name')];
  const id = textOf(cells, 'external-id');
  if (email === null && name === null && id === null) return refuse('There is no id, address or name of a member.');
  const gives = [...(id === null ? [] : [`ext:${id}`]), ...(email === null ? [] : [`email:${foldText(email)}`])];
  const said = foldText(textOf(cells, 'department') ?? '');
  const department = /^(?:marketing|sales)$/.test(said) ? said : null;
  // A name finds somebody only where nothing surer is said.
  const find =
    gives.length > 0 && id === null ? gives : [...gives, ...(name === null ? [] : [`name:${sortKey(name)}`])];
  return is({ object: 'member', find, gives, values: { email, name, department }, at: null });
}

const kindWords: readonly (readonly [ActivityKind, RegExp])[] = [
  ['email-replied', /\b(?:incoming|inbound|received|reply|replied|antwort)\b.*|\bemail reply\b/],
  ['call', /\b(?:call|called|phone|anruf|telefonat|appel|llamada|telefonata)\b/],
  [
    'meeting',
    /\b(?:meeting|visit|demo|lunch|termin|treffen|besuch|reunion|rendez-vous|reunión|riunione|appointment)\b/,
  ],
  ['email-sent', /\b(?:e-?mail|mail|courriel|correo)\b/],
  ['social-message', /\b(?:social|linked ?in|whats ?app|sms|text message|message|nachricht)\b/],
];

/**
 * The kind of an activity by the word that a program has for it; null for what is none with anybody, such as a task.
 *
 * @example
 * ['Call', 'Incoming email', 'Besuch', 'Task'].map(readActivityKind) // ['call', 'email-replied', 'meeting', null]
 */
export function readActivityKind(text: string): ActivityKind | null {
  const word = text.trim().toLowerCase().replaceAll('_', ' ');
  const known = activityKinds.find((kind) => kind === word.replaceAll(' ', '-'));
  if (known !== undefined) return known;
  const found = kindWords.find(([, pattern]) => pattern.test(word))?.[0] ?? null;
  return found === 'email-replied' && !/mail|antwort|repl/.test(word) ? null : found;
}

const longestNote = 5_000;
/** Further back, a date is a typing error. */
const firstActivity = Date.UTC(1990, 0, 1);

function readActivity(cells: Cells, { about, zone, now }: EntryTerms): ReadEntry {
  if (cells.get('done') === false) return leave('It was not done: a plan is no activity.');
  if (about === null) return refuse('Nothing says whose activity it is.');
  const at = addTime(numberOf(cells, 'at'), textOf(cells, 'time'), zone);
  if (at === null) return refuse('Nothing says when it happened.');
  if (at < firstActivity || at > now + 86_400_000)
    return refuse('It is before 1990 or in the future: a plan is no activity.');
  const said = textOf(cells, 'kind');
  const kind = readActivityKind(said ?? '');
  if (kind === null) {
    return refuse(
      said === null
        ? 'Nothing says what it was: a call, an e-mail, a meeting or a message.'
        : `“${said}” is no activity with anybody: a call, an e-mail, a meeting or a message.`,
    );
  }
  const outcomeSaid = textOf(cells, 'outcome');
  const slug =
    outcomeSaid
      ?.toLowerCase()
      .trim()
      .replace(/[^a-z]+/g, '-') ?? null;
  const outcome = slug !== null && fitsKind(kind, slug) ? slug : null;
  const direction = /^(?:in|eingehend|incoming)/i.test(textOf(cells, 'direction') ?? '') ? 'inbound' : null;
  const subject = textOf(cells, 'subject');
  const parts = [subject, outcome === null ? outcomeSaid : null, textOf(cells, 'note')];
  const note =
    parts
      .filter((part) => part !== null)
      .join('\n')
      .slice(0, longestNote) || null;
  const minutes = numberOf(cells, 'minutes');
  const ref = refOf(cells, about, new Date(at).toISOString(), kind, subject);
  return is({
    object: 'activity',
    find: [ref],
    gives: [ref],
    values: {
      ...{ kind, outcome, note, direction: direction ?? usualDirection(kind) },
      minutes: minutes !== null && minutes <= 1_440 ? minutes : null,
    },
    at,
  });
}

/** The time of day stands in a column of its own in some programs; without it, a day is its beginning. */
function addTime(at: number | null, time: string | null, zone: string): number | null {
  if (at === null || time === null || !/^\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?$/i.test(time)) return at;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
  const isMidnight = readDate(day, 'dmy', zone)?.at === at;
  return isMidnight ? (readDate(`${day} ${time}`, 'dmy', zone)?.at ?? at) : at;
}

const longestBody = 10_000;

function readNote(cells: Cells, { about, now }: EntryTerms): ReadEntry {
  const body = textOf(cells, 'body');
  if (body === null) return leave('The note is blank.');
  if (about === null) return refuse('Nothing says what the note is about.');
  const at = numberOf(cells, 'at');
  const ref = refOf(cells, about, at === null ? null : new Date(at).toISOString(), body);
  const values = { body: body.slice(0, longestBody) };
  return is({ object: 'note', find: [ref], gives: [ref], values, at: at === null ? null : Math.min(at, now) });
}

function readStage(cells: Cells, { about, isOfDeal, now }: EntryTerms): ReadEntry {
  const to = textOf(cells, 'to');
  const at = numberOf(cells, 'at');
  if (about === null) return refuse('Nothing says whose stage it is.');
  if (to === null) return refuse('Nothing says which stage it is.');
  if (at === null && isOfDeal) return refuse('Nothing says when the deal came to the stage.');
  if (at !== null && at > now) return refuse('It is in the future.');
  const ref = refOf(cells, about, to, at === null ? null : new Date(at).toISOString());
  const values = { to, reason: textOf(cells, 'reason') };
  return is({ object: 'stage', find: [ref], gives: [ref], values, at });
}

const hubspotStages: Readonly<Record<string, string>> = {
  marketingqualifiedlead: 'qualified',
  mql: 'qualified',
  salesacceptedlead: 'accepted',
  sal: 'accepted',
  salesqualifiedlead: 'confirmed',
  sql: 'confirmed',
};

/**
 * The stage of an agreement that a program means by a word: by its key, or by the usual names for it.
 *
 * @param keys stages of the agreement and side states
 * @example
 * readStageKey('Marketing Qualified Lead', ['lead', 'qualified']) // 'qualified'
 */
export function readStageKey(text: string, keys: readonly string[]): string | null {
  const slug = text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const usual = hubspotStages[slug.replaceAll('-', '')];
  return keys.find((key) => key === slug) ?? keys.find((key) => key === usual) ?? null;
}

function readSpend(cells: Cells, { zone, currency }: EntryTerms): ReadEntry {
  const at = numberOf(cells, 'day');
  const amount = numberOf(cells, 'amount');
  if (at === null) return refuse('Nothing says of which day it is.');
  if (amount === null) return refuse('Nothing says how much was spent.');
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
  const names = ['channel', 'source', 'medium', 'campaign', 'content'] as const;
  const words = Object.fromEntries(names.map((name) => [name, textOf(cells, name)]));
  const code = textOf(cells, 'currency')?.toUpperCase() ?? currency;
  if (!/^[A-Z]{3}$/.test(code)) return refuse(`“${code}” is no currency, such as EUR.`);
  const ref = refOf(cells, day, code, ...names.map((name) => words[name] ?? null));
  return is({ object: 'spend', find: [ref], gives: [ref], values: { ...words, day, amount, currency: code }, at });
}
