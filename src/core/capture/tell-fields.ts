import type { AccountTraits, ContactTraits } from './read-traits.ts';

/**
 * When each field of a record was last told, epoch milliseconds, by the field's name. A name that follows from first and last
 * name has no entry: it is as old as they are.
 */
export type ToldAt = Readonly<Record<string, number>>;

/** A record with when its fields were told. */
export type Told<Values> = { readonly values: Values; readonly toldAt: ToldAt };

type OwnFields = Readonly<Record<string, unknown>>;
export type ToldContact = Readonly<Record<keyof typeof contactTraits, string | null>> & { readonly fields: OwnFields };
export type ToldAccount = {
  readonly name: string | null;
  readonly industry: string | null;
  readonly country: string | null;
  readonly employees: number | null;
  readonly fields: OwnFields;
};

export const contactTraits = {
  email: 'email',
  name: 'name',
  firstName: 'first_name',
  lastName: 'last_name',
  title: 'title',
  phone: 'phone',
  country: 'country',
  language: 'language',
  zone: 'zone',
} as const;
const accountTraits = { name: 'name', industry: 'industry', country: 'country', employees: 'employees' } as const;

/**
 * Whether what was told of a field at an instant stands over what is there: it is later, or of the same instant and greater as
 * JSON, so that the order in which two are heard makes no difference.
 *
 * @example
 * prevails({ title: 20 }, 'title', 10, 'COO', 'CEO') // false
 * prevails({ title: 20 }, 'title', 30, 'COO', 'CEO') // true
 * prevails({}, 'title', 10, 'COO', 'CEO') // true
 */
export function prevails(toldAt: ToldAt, field: string, at: number, before: unknown, after: unknown): boolean {
  const last = toldAt[field];
  return last === undefined || at > last || (at === last && JSON.stringify(after) > JSON.stringify(before ?? null));
}

/**
 * A contact after a message that happened at an instant: each field keeps what was told latest, in whatever order messages
 * arrive. Where first or last name are younger than the name, they make it.
 *
 * @param at epoch milliseconds
 * @example
 * const blank = { email: null, name: null, firstName: null, lastName: null, title: null, phone: null, country: null, language: null, zone: null, fields: {} };
 * const later = tellContact({ values: blank, toldAt: {} }, { title: 'CEO' }, 20);
 * tellContact(later, { title: 'COO', custom: { plan: 'pro' } }, 10)
 * // { values: { ...blank, title: 'CEO', fields: { plan: 'pro' } }, toldAt: { title: 20, 'custom.plan': 10 } }
 */
export function tellContact<Values extends ToldContact>(
  before: Told<Values>,
  { custom, ...traits }: ContactTraits,
  at: number,
): Told<Values> {
  return joinName(tell(before, contactTraits, traits, custom, at));
}

/**
 * An account after a message, as `tellContact` says of contacts.
 *
 * @example
 * const plant = { name: 'Plant', industry: null, country: null, employees: null, fields: {} };
 * tellAccount({ values: plant, toldAt: { name: 20 } }, { name: 'Plant Inc', employees: 200 }, 10).values.name // 'Plant'
 */
export function tellAccount<Values extends ToldAccount>(
  before: Told<Values>,
  { custom, domain: _, ...traits }: AccountTraits,
  at: number,
): Told<Values> {
  return tell(before, accountTraits, traits, custom, at);
}

function tell<Values extends { readonly fields: OwnFields }>(
  before: Told<Values>,
  names: Readonly<Record<string, string>>,
  traits: Readonly<Record<string, unknown>>,
  custom: Readonly<Record<string, unknown>> | undefined,
  at: number,
): Told<Values> {
  const old = before.values as Values & Readonly<Record<string, unknown>>;
  const values: Record<string, unknown> = {};
  const toldAt: Record<string, number> = { ...before.toldAt };
  for (const [key, field] of Object.entries(names)) {
    const value = traits[key];
    if (value === undefined || !prevails(toldAt, field, at, old[key], value)) continue;
    values[key] = value;
    toldAt[field] = at;
  }
  let { fields } = before.values;
  for (const [key, value] of Object.entries(custom ?? {})) {
    const field = `custom.${key}`;
    if (!prevails(toldAt, field, at, Object.hasOwn(fields, key) ? fields[key] : null, value)) continue;
    fields = { ...fields, [key]: value };
    toldAt[field] = at;
  }
  return { values: { ...before.values, ...values, fields }, toldAt };
}

function joinName<Values extends ToldContact>({ values, toldAt }: Told<Values>): Told<Values> {
  const joined = [values.firstName, values.lastName].filter(Boolean).join(' ');
  const { name: namedAt, ...others } = toldAt;
  const told = [toldAt.first_name, toldAt.last_name].filter((at) => at !== undefined);
  if (joined === '' || told.length === 0 || (namedAt !== undefined && namedAt >= Math.max(...told))) {
    return { values, toldAt };
  }
  return { values: { ...values, name: joined }, toldAt: others };
}
