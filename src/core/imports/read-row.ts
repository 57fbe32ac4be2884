import { employerOf } from '../capture/contact-keys.ts';
import { readDomainOfSite } from '../capture/read-site.ts';
import { type CustomFieldRule, fitCustomValue } from '../custom-field.ts';
import { companyKey } from '../identity/company.ts';
import { readEmail } from '../identity/email.ts';
import { phoneKey } from '../identity/phone.ts';
import { entryObjects, entryOfKind, type ImportKind, type ImportObject, recordObjects } from './fields.ts';
import type { KeyChoice, MappedColumn } from './map-columns.ts';
import type { RecordDraft, Value } from './plan-records.ts';
import type { TouchDefaults } from './presets.ts';
import { isBlankCell, readBracketedId, readList, readYesNo, unguardCell } from './read-cell.ts';
import { readDate } from './read-date.ts';
import { draftOwner, type EntryDraft, readEntry } from './read-entries.ts';
import { readMoney, readNumber } from './read-number.ts';

/** How the rows of one file are read. `now` in epoch milliseconds. */
export type RowRules = {
  columns: readonly MappedColumn[];
  kind: ImportKind;
  keyBy: KeyChoice;
  touch: TouchDefaults;
  zone: string;
  currency: string;
  now: number;
  /** How own fields that are defined are read, by their names in a condition. */
  ownFields?: ReadonlyMap<string, CustomFieldRule>;
};

/** A touch that a row tells of; `values` are its words and own fields. */
export type TouchDraft = RecordDraft & { at: number };

/** What a row says of each object; `problems` are cells that were left out, `fault` is why nothing of it can be taken. */
export type RowDraft = {
  contact: RecordDraft | null;
  account: RecordDraft | null;
  deal: RecordDraft | null;
  touch: TouchDraft | null;
  /** Of kinds whose rows are entries. */
  entry: EntryDraft | null;
  /** Whom the row names as owner, SDR or author, by the field that says it. */
  owners: { field: OwnerField; draft: RecordDraft }[];
  problems: string[];
  fault: string | null;
  /** Why it is left out on purpose. */
  skip: string | null;
};

export const ownerFields = [
  'contact.owner',
  'account.owner',
  'deal.owner',
  'deal.sdr',
  'activity.owner',
  'note.author',
] as const;
export type OwnerField = (typeof ownerFields)[number];

type Cells = Map<string, Value | null>;
type Read = Record<ImportObject, Cells> & { emails: string[]; phones: string[]; problems: string[] };

/** What happened before has no touches in any program that people still have; further back, a date is a typing error. */
const firstTouch = Date.UTC(1990, 0, 1);
const day = 86_400_000;
const longestText = 500;
const longestOwnText = 5_000;

/**
 * Reads one row: what it says of a contact, an account, a deal and a touch, each with the keys by which it is found.
 *
 * @example
 * const columns = [{ field: 'contact.email', type: 'email', dateOrder: null, decimal: null }];
 * const touch = { kind: 'event', name: null, department: 'marketing' };
 * const rules = { columns, kind: 'contacts', keyBy: 'email', touch, zone: 'UTC', currency: 'EUR', now: 0 };
 * readRow(['Ana@Plant.example'], rules).contact?.find // ['email:ana@plant.example']
 */
export function readRow(cells: readonly string[], rules: RowRules): RowDraft {
  const read = readCells(cells, rules);
  const draft: RowDraft = {
    contact: draftContact(read, rules),
    account: draftAccount(read, rules),
    deal: draftDeal(read, rules),
    touch: null,
    entry: null,
    owners: draftOwners(read),
    problems: read.problems,
    fault: null,
    skip: null,
  };
  draft.touch = draftTouch(read, rules, draft);
  const objects = [...recordObjects, ...entryObjects];
  const isBlank = objects.every((object) => [...read[object].values()].every((value) => value === null));
  if (isBlank && read.emails.length === 0 && read.problems.length === 0) return { ...draft, skip: 'The row is blank.' };
  if (rules.kind === 'touches' && read.touch.get('done') === false) {
    return { ...draft, skip: 'It was not done: a plan is no touch.' };
  }
  const entryObject = entryOfKind(rules.kind);
  if (entryObject === null) return { ...draft, fault: findFault(draft, read, rules) };
  const { contact, account, deal } = draft;
  const isOfDeal = rules.kind === 'stage-history' && deal !== null;
  // An activity is with a person; a note may be about a company or a deal.
  const owner = isOfDeal ? deal : rules.kind === 'notes' ? (contact ?? deal ?? account) : contact;
  const terms = { ...rules, about: owner?.gives[0] ?? null, isOfDeal };
  const { entry, fault, skip } = readEntry(entryObject, read[entryObject], terms);
  const because = read.problems.length > 0 ? ` ${read.problems.join(' ')}` : '';
  return { ...draft, entry, fault: fault === null ? null : `${fault}${because}`, skip };
}

function draftOwners(read: Read): RowDraft['owners'] {
  return ownerFields.flatMap((field) => {
    const [object, name] = field.split('.') as ['contact', string];
    const text = read[object].get(name) ?? null;
    return typeof text === 'string' ? [{ field, draft: draftOwner(text) }] : [];
  });
}

function readCells(cells: readonly string[], rules: RowRules): Read {
  const read: Read = {
    contact: new Map(),
    account: new Map(),
    deal: new Map(),
    touch: new Map(),
    member: new Map(),
    activity: new Map(),
    note: new Map(),
    stage: new Map(),
    spend: new Map(),
    emails: [],
    phones: [],
    problems: [],
  };
  for (const [at, column] of rules.columns.entries()) {
    if (column.field === null) continue;
    const dot = column.field.indexOf('.');
    const object = column.field.slice(0, dot) as ImportObject;
    const name = column.field.slice(dot + 1);
    const text = unguardCell(cells[at] ?? '').trim();
    if (isBlankCell(text)) {
      if (!read[object].has(name)) read[object].set(name, null);
      continue;
    }
    const value = readCell(text, name, column, rules);
    if (typeof value === 'object' && value !== null && 'problem' in value) {
      read.problems.push(`“${shorten(text)}” ${value.problem} (column ${at + 1}): left out.`);
    } else if (object === 'contact' && (name === 'email' || name === 'other-email')) {
      read.emails.push(String(value));
    } else {
      if (object === 'contact' && name === 'phone') read.phones.push(String(value));
      // Of several columns with one meaning, the first that says something has the word.
      if ((read[object].get(name) ?? null) === null) read[object].set(name, value);
    }
  }
  return read;
}

/** Fields that hold more than a line. */
const longNames: ReadonlySet<string> = new Set(['note', 'body']);

const nouns: Partial<Record<MappedColumn['type'], string>> = {
  email: 'e-mail address',
  phone: 'phone number',
  site: 'web address of a company',
  number: 'number',
  count: 'count',
  money: 'amount',
  boolean: 'yes or no',
  date: 'date',
};

/** As it is shown in a sentence. */
function shorten(text: string): string {
  const shown = text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ');
  return shown.length > 60 ? `${[...shown].slice(0, 60).join('')}…` : shown;
}

/** Own fields that are defined hold what their type does. */
function readCell(text: string, name: string, column: MappedColumn, rules: RowRules): Value | { problem: string } {
  const value = readValue(text, name, column, rules);
  if (value === null) return { problem: `is no ${nouns[column.type] ?? 'value'}` };
  const rule = column.field === null ? undefined : rules.ownFields?.get(column.field);
  if (rule === undefined) return value;
  const fitted = fitCustomValue(rule, value, rules.zone);
  return 'value' in fitted ? fitted.value : { problem: `is no ${typeNouns[rule.type]}` };
}

const typeNouns: Record<CustomFieldRule['type'], string> = {
  ...{ text: 'text', number: 'number', bool: 'yes or no', choice: 'option of this field' },
  ...{ date: 'date', instant: 'time' },
};

function readValue(text: string, name: string, column: MappedColumn, rules: RowRules): Value | null {
  switch (column.type) {
    case 'email':
      return readEmail(text)?.display ?? null;
    case 'phone':
      return /\d/.test(text) ? cleanText(text, 80) : null;
    case 'site':
      return readDomainOfSite(text);
    case 'number':
      return readNumber(text, column.decimal);
    case 'count': {
      const count = readNumber(text, column.decimal);
      return count !== null && Number.isInteger(count) && count >= 0 && count <= 100_000_000 ? count : null;
    }
    case 'money':
      return readMoney(text, column.decimal, rules.currency);
    case 'boolean':
      return readYesNo(text);
    case 'date': {
      const date = readDate(text, column.dateOrder ?? 'dmy', rules.zone);
      // Own fields hold dates as text that sorts; fields with a meaning hold instants.
      if (date === null || !name.startsWith('custom.')) return date?.at ?? null;
      return date.isDay ? localDay(date.at, rules.zone) : new Date(date.at).toISOString();
    }
    case 'list':
      return readList(text).map((part) => cleanText(part, longestText));
    case 'bracketed-id':
      return cleanText(readBracketedId(text), longestText) || null;
    default:
      return cleanText(text, name.startsWith('custom.') || longNames.has(name) ? longestOwnText : longestText) || null;
  }
}

/** NUL and half characters cannot be stored. Own fields keep the rest as it is; in others, control characters become spaces. */
function cleanText(text: string, longest: number): string {
  const clean = text.replace(longest === longestOwnText ? /[\0\p{Cs}]+/gu : /[\p{Cc}\p{Cs}]+/gu, ' ').trim();
  return clean.length <= longest ? clean : [...clean].slice(0, longest).join('').slice(0, longest).trimEnd();
}

function localDay(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
}

const contactNames: Readonly<Record<string, string>> = {
  name: 'name',
  'first-name': 'firstName',
  'last-name': 'lastName',
  title: 'title',
  phone: 'phone',
  country: 'country',
  language: 'language',
  source: 'source',
  'created-at': 'createdAt',
};
const accountNames: Readonly<Record<string, string>> = {
  name: 'name',
  domain: 'domain',
  industry: 'industry',
  country: 'country',
  employees: 'employees',
};
const dealNames: Readonly<Record<string, string>> = {
  name: 'name',
  stage: 'stage',
  amount: 'amount',
  'opened-at': 'openedAt',
  'won-at': 'wonAt',
  'lost-at': 'lostAt',
  'expected-close': 'expectedClose',
  'loss-reason': 'lossReason',
};

/** The values of an object under the names of its columns; own fields keep theirs. */
function nameValues(cells: Cells, names: Readonly<Record<string, string>>): Record<string, Value | null> {
  const values: Record<string, Value | null> = {};
  for (const [name, value] of cells) {
    const own = names[name] ?? (name.startsWith('custom.') ? name : null);
    if (own !== null) values[own] = value;
  }
  return values;
}

const idOf = (cells: Cells): string | null => {
  const id = cells.get('external-id');
  return typeof id === 'string' ? id : null;
};

const refOfId = (id: string | null): string[] => (id === null ? [] : [`ext:${id}`]);

function draftContact(read: Read, rules: RowRules): RecordDraft | null {
  const id = idOf(read.contact);
  const values = nameValues(read.contact, contactNames);
  const emails = [...new Set(read.emails.map((email) => readEmail(email)?.key ?? ''))].filter((key) => key !== '');
  if (read.emails[0] !== undefined) values.email = read.emails[0];
  const { firstName = null, lastName = null } = values;
  if ((values.name ?? null) === null && firstName !== null && lastName !== null)
    values.name = `${firstName} ${lastName}`;
  const says = Object.values(values).some((value) => value !== null);
  if (id === null && emails.length === 0 && !(says && rules.kind === 'contacts')) return null;
  const country = typeof values.country === 'string' ? values.country : null;
  const phones = read.phones.flatMap((phone) => phoneKey(phone, country) ?? []);
  const byEmail = emails.map((key) => `email:${key}`);
  const byId = refOfId(id);
  const isOpen = rules.kind === 'contacts' && rules.keyBy === 'none';
  const isByEmail = rules.keyBy === 'email';
  return {
    find: isOpen ? [] : isByEmail ? [...byEmail, ...byId] : [...byId, ...byEmail],
    gives: [...byId, ...byEmail, ...phones.map((key) => `phone:${key}`)],
    values,
  };
}

function draftAccount(read: Read, rules: RowRules): RecordDraft | null {
  const given = idOf(read.account);
  // A contact may name several companies: it belongs to the first.
  const id = rules.kind === 'accounts' ? given : (given?.split(/[;,|]/)[0]?.trim() ?? null);
  const values = nameValues(read.account, accountNames);
  const employer = read.emails[0] === undefined ? null : employerOf(read.emails[0]);
  if (rules.kind !== 'accounts' && (values.domain ?? null) === null && employer !== null) values.domain = employer;
  const key = typeof values.name === 'string' ? companyKey(values.name) : '';
  const domain = typeof values.domain === 'string' ? values.domain : null;
  if (id === null && key === '' && domain === null) return null;
  const isOpen = rules.kind === 'accounts' && rules.keyBy === 'none';
  const byId = refOfId(id);
  const byDomain = domain === null ? [] : [`domain:${domain}`];
  const byName = key === '' ? [] : [`name:${key}`];
  return {
    // A domain says more than a name: companies of one name are many.
    find: isOpen ? [] : [...byId, ...(byDomain.length > 0 ? byDomain : byName)],
    gives: [...byId, ...byDomain, ...byName],
    values,
  };
}

function draftDeal(read: Read, rules: RowRules): RecordDraft | null {
  const id = idOf(read.deal);
  const values = nameValues(read.deal, dealNames);
  if (id === null && (rules.kind !== 'deals' || Object.values(values).every((value) => value === null))) return null;
  if (typeof values.expectedClose === 'number') values.expectedClose = localDay(values.expectedClose, rules.zone);
  const isOpen = rules.kind === 'deals' && rules.keyBy === 'none';
  return { find: isOpen ? [] : refOfId(id), gives: refOfId(id), values };
}

const touchWords = ['kind', 'name', 'path', 'form', 'campaign', 'source', 'medium', 'content'] as const;

function draftTouch(read: Read, { touch, kind, now }: RowRules, draft: RowDraft): TouchDraft | null {
  const at = read.touch.get('at');
  if (typeof at !== 'number') return null;
  if (at < firstTouch || at > now + day) {
    read.problems.push('The touch is before 1990 or in the future: left out.');
    return null;
  }
  const values: Record<string, Value | null> = {};
  for (const word of touchWords) values[word] = read.touch.get(word) ?? null;
  values.kind ??= touch.kind;
  values.name ??= touch.name;
  for (const [name, value] of read.touch) if (name.startsWith('custom.')) values[name] = value;
  const id = idOf(read.touch);
  // A touch without an id of its own is known by whose it is, when it was and what it was.
  const whose = draft.contact?.gives[0] ?? '';
  const words = touchWords.map((word) => values[word] ?? '').join('|');
  const ref = id === null ? `as:${whose}|${new Date(at).toISOString()}|${words}` : `ext:${id}`;
  const find = kind === 'touches' && draft.contact === null ? [] : [ref];
  return { find, gives: find, values, at };
}

function findFault(draft: RowDraft, read: Read, { kind, keyBy }: RowRules): string | null {
  const because = read.problems.length > 0 ? ` ${read.problems.join(' ')}` : '';
  const hasId = idOf(read.contact) !== null;
  const hasEmail = read.emails.length > 0;
  if (kind === 'contacts') {
    if (keyBy === 'email' && !hasEmail) return `There is no e-mail address to find the contact by.${because}`;
    if (keyBy === 'external-id' && !hasId && !hasEmail) return `There is no id to find the contact by.${because}`;
    return draft.contact === null ? `It says nothing about a contact.${because}` : null;
  }
  if (kind === 'accounts' && draft.account === null) return `There is no name, domain or id of a company.${because}`;
  if (kind === 'deals' && (draft.deal === null || (keyBy === 'external-id' && draft.deal.find.length === 0))) {
    return `There is no id to find the deal by.${because}`;
  }
  if (kind === 'deals' && read.deal.get('won-at') && read.deal.get('lost-at'))
    return 'A deal is won or lost, not both.';
  if (kind === 'touches' && draft.contact === null) return `Nothing says whose touch it is.${because}`;
  if (kind === 'touches' && draft.touch === null) return `Nothing says when it happened.${because}`;
  return null;
}
