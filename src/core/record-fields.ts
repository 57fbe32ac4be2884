/** The fields of a person and of a company that are kept with dates, under the names that conditions give them. */
export const contactFields = {
  email: 'email',
  name: 'name',
  firstName: 'first_name',
  lastName: 'last_name',
  title: 'title',
  phone: 'phone',
  country: 'country',
  language: 'language',
  zone: 'zone',
  source: 'source',
  accountId: 'account',
  ownerId: 'owner',
  foundBy: 'found_by',
  buyingRole: 'buying_role',
} as const;

export const accountFields = {
  name: 'name',
  domain: 'domain',
  industry: 'industry',
  country: 'country',
  employees: 'employees',
  revenue: 'revenue',
  ownerId: 'owner',
  tier: 'tier',
  isTarget: 'is_target',
} as const;

/** One field that became another: `field` as conditions name it, without the prefix of its record. */
export type FieldDifference = { field: string; old: unknown; new: unknown };

type FieldRecord = Readonly<Record<string, unknown>> & { readonly fields?: Readonly<Record<string, unknown>> };

/**
 * What differs between two states of a record, own fields included. What is missing counts as null.
 *
 * @param names columns by property, such as `contactFields`
 * @example
 * listDifferences(contactFields, { title: 'COO', fields: {} }, { title: 'CEO', fields: { plan: 'pro' } })
 * // [{ field: 'title', old: 'COO', new: 'CEO' }, { field: 'custom.plan', old: null, new: 'pro' }]
 */
export function listDifferences(
  names: Readonly<Record<string, string>>,
  before: FieldRecord,
  after: FieldRecord,
): FieldDifference[] {
  const pairs = [
    ...Object.entries(names).map(([key, field]) => ({ field, old: before[key] ?? null, new: after[key] ?? null })),
    ...[...new Set([...Object.keys(before.fields ?? {}), ...Object.keys(after.fields ?? {})])].map((key) => ({
      field: `custom.${key}`,
      old: readOwn(before.fields, key),
      new: readOwn(after.fields, key),
    })),
  ];
  return pairs.filter((pair) => pair.old !== pair.new && JSON.stringify(pair.old) !== JSON.stringify(pair.new));
}

function readOwn(fields: FieldRecord['fields'], key: string): unknown {
  return fields !== undefined && Object.hasOwn(fields, key) ? (fields[key] ?? null) : null;
}
