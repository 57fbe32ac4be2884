import { readDomainOfSite } from './read-site.ts';
import { readRecord, readText } from './read-text.ts';

/** What a message says of a person; only what it says is there. */
export type ContactTraits = {
  email?: string;
  name?: string;
  firstName?: string;
  lastName?: string;
  title?: string;
  phone?: string;
  country?: string;
  language?: string;
  zone?: string;
  custom?: Record<string, string | number | boolean>;
};

/** What a message says of a company. `revenue` in whole units of whatever currency the sender keeps. */
export type AccountTraits = {
  name?: string;
  domain?: string;
  industry?: string;
  country?: string;
  employees?: number;
  custom?: Record<string, string | number | boolean>;
};

type Given = Readonly<Record<string, unknown>>;

/** The names under which programs send each trait, the standard one first. */
const contactNames = {
  email: ['email', 'emailAddress', 'email_address'],
  name: ['name', 'fullName', 'full_name'],
  firstName: ['firstName', 'first_name', 'firstname'],
  lastName: ['lastName', 'last_name', 'lastname'],
  title: ['title', 'jobTitle', 'job_title', 'position'],
  phone: ['phone', 'phoneNumber', 'phone_number'],
  country: ['country'],
  language: ['language'],
  zone: ['timezone', 'time_zone'],
} as const;
const accountNames = {
  name: ['name', 'company', 'companyName', 'company_name'],
  industry: ['industry'],
  country: ['country'],
} as const;

/** Sent by libraries, and nothing about the person as such. */
const ignored = new Set([
  'id',
  'avatar',
  'company',
  'consent',
  'createdAt',
  'created_at',
  'address',
  'username',
  'website',
]);

const mostCustom = 100;

/**
 * What traits say of a person, by the names that Segment reserves and the usual other spellings. Further traits with a plain
 * value are own fields where `withCustom` is set; objects and lists are left out.
 *
 * @example
 * readContactTraits({ first_name: 'Ana', plan: 'pro', address: { country: 'DE' } }, true)
 * // { firstName: 'Ana', country: 'DE', custom: { plan: 'pro' } }
 */
export function readContactTraits(given: Given, withCustom: boolean): ContactTraits {
  const traits: ContactTraits = {};
  for (const [field, names] of entriesOf(contactNames)) {
    const text = readFirst(given, names);
    if (text !== null) traits[field] = text;
  }
  const address = readRecord(given.address);
  const country = readText(address.country);
  if (traits.country === undefined && country !== null) traits.country = country;
  const custom = withCustom ? readCustom(given, Object.values(contactNames).flat()) : null;
  return custom === null ? traits : { ...traits, custom };
}

/**
 * What traits say of a company: those of a group call, or the `company` of a person's, which may be a name alone.
 *
 * @example
 * readAccountTraits({ name: 'Plant', website: 'https://www.plant.example/', employees: '200' })
 * // { name: 'Plant', domain: 'plant.example', employees: 200 }
 */
export function readAccountTraits(given: unknown): AccountTraits {
  if (typeof given === 'string') return readText(given) === null ? {} : { name: given.trim() };
  const record = readRecord(given);
  const traits: AccountTraits = {};
  for (const [field, names] of entriesOf(accountNames)) {
    const text = readFirst(record, names);
    if (text !== null) traits[field] = text;
  }
  const site = readFirst(record, ['domain', 'website', 'url']);
  const domain = site === null ? null : readDomainOfSite(site);
  if (domain !== null) traits.domain = domain;
  const employees = readCount(record.employees ?? record.employee_count ?? record.employeeCount);
  if (employees !== null) traits.employees = employees;
  const country = readText(readRecord(record.address).country);
  if (traits.country === undefined && country !== null) traits.country = country;
  const named = [
    ...Object.values(accountNames).flat(),
    'domain',
    'website',
    'url',
    'employees',
    'employee_count',
    'employeeCount',
  ];
  const custom = readCustom(record, named);
  return custom === null ? traits : { ...traits, custom };
}

function entriesOf<Key extends string, Value>(record: Record<Key, Value>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][];
}

function readFirst(given: Given, names: readonly string[]): string | null {
  for (const name of names) {
    const text = readText(given[name]);
    if (text !== null) return text;
  }
  return null;
}

function readCount(value: unknown): number | null {
  const count =
    typeof value === 'string' && /^\s*[\d,. ]{1,15}\s*$/.test(value) ? Number(value.replace(/[,. ]/g, '')) : value;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= 100_000_000 ? count : null;
}

function readCustom(given: Given, named: readonly string[]): Record<string, string | number | boolean> | null {
  const taken = new Set(named);
  const custom: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(given)) {
    if (taken.has(key) || ignored.has(key) || !/^[A-Za-z0-9_-]{1,64}$/.test(key) || key === '__proto__') continue;
    if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) custom[key] = value;
    else if (typeof value === 'string') {
      const text = readText(value);
      if (text !== null) custom[key] = text;
    }
    if (Object.keys(custom).length >= mostCustom) break;
  }
  return Object.keys(custom).length > 0 ? custom : null;
}
