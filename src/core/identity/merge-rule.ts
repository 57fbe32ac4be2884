/** A record as a flat set of fields. Absent, null, '' and [] are blank. */
export type MergeRecord = { readonly id: string; readonly [field: string]: unknown };

/**
 * How one field of two records becomes one:
 * - `survivor`: the survivor's value; blanks are filled from the other
 * - `earliest`: the earlier day or instant
 * - `furthest`: the stage that is further on
 * - `any`: true if either is true (opted out, bounced)
 * - `restrictive`: purpose by purpose, denied before granted before unknown
 * - `unique`: must not differ, else the merge is refused; a map is compared key by key
 * - `unionOf`: what stands in this field and these fields of both, without repetition, the survivor's first
 */
export type MergeRule =
  | 'survivor'
  | 'earliest'
  | 'furthest'
  | 'any'
  | 'restrictive'
  | 'unique'
  | { readonly unionOf: readonly string[] };

export type MergeRules = Readonly<Record<string, MergeRule>>;

/** The rules for contacts (`domain.md` 7). A field that is not here follows `survivor`. */
export const contactMergeRules: MergeRules = {
  externalId: 'unique',
  externalIds: 'unique',
  userId: 'unique',
  createdAt: 'earliest',
  firstTouchAt: 'earliest',
  furthestStage: 'furthest',
  unsubscribed: 'any',
  consents: 'restrictive',
  emails: { unionOf: ['email', 'emails'] },
  phones: { unionOf: ['phone', 'phones'] },
  lists: { unionOf: ['lists'] },
  optedOut: { unionOf: ['optedOut'] },
};

/** The rules for accounts. A field that is not here follows `survivor`. */
export const accountMergeRules: MergeRules = {
  externalIds: 'unique',
  isTarget: 'any',
  createdAt: 'earliest',
};

/** Why a field changes, by its rule. */
export const mergeReasons: Record<Extract<MergeRule, string> | 'unionOf', string> = {
  survivor: 'The field was blank and is filled from the other record.',
  earliest: 'The earlier of the two.',
  furthest: 'The stage that is further on.',
  any: 'One of the two says so, and the stricter wins.',
  restrictive: 'The stricter of the two for each purpose.',
  unique: 'Only the other record has this id.',
  unionOf: 'What either record has.',
};

/**
 * The rule of a field; `survivor` for one that has none of its own.
 *
 * @example
 * ruleOf(contactMergeRules, 'createdAt') // 'earliest'
 */
export function ruleOf(rules: MergeRules, field: string): MergeRule {
  return Object.hasOwn(rules, field) ? (rules[field] ?? 'survivor') : 'survivor';
}

/**
 * One value from the two that a field has in the records.
 *
 * @param stages the lead stages in order, for `furthest`
 * @example
 * combineField('earliest', 'createdAt', { id: 'p1', createdAt: 5 }, { id: 'p2', createdAt: 3 }, []) // 3
 */
export function combineField(
  rule: MergeRule,
  field: string,
  keep: MergeRecord,
  drop: MergeRecord,
  stages: readonly string[],
): unknown {
  const [ours, theirs] = [own(keep, field), own(drop, field)];
  if (typeof rule === 'object') return unite(ours, rule.unionOf, keep, drop);
  if (isBlank(ours)) return isBlank(theirs) ? ours : theirs;
  if (isBlank(theirs)) return ours;
  switch (rule) {
    case 'earliest':
      return instantOf(theirs) < instantOf(ours) ? theirs : ours;
    case 'furthest':
      return stages.indexOf(String(theirs)) > stages.indexOf(String(ours)) ? theirs : ours;
    case 'any':
      return ours === true || theirs === true ? true : ours;
    case 'restrictive':
      return isMap(ours) && isMap(theirs) ? mapBoth(ours, theirs, stricter) : stricter(ours, theirs);
    case 'unique':
      return isMap(ours) && isMap(theirs) ? mapBoth(ours, theirs, (value, other) => value ?? other) : ours;
    case 'survivor':
      return ours;
  }
}

/** The survivor's list goes first as it stands, so that a list which has everything already is left alone. */
function unite(ours: unknown, fields: readonly string[], keep: MergeRecord, drop: MergeRecord): unknown[] {
  const values = [keep, drop].flatMap((record) => fields.map((field) => own(record, field)));
  const all = [ours, ...values].flat().filter((value) => !isBlank(value));
  return all.filter((value, at) => all.findIndex((other) => isSame(other, value)) === at);
}

/** Days and instants are compared as what they mean, so that `2026-01-01` and `2026-01-01T00:00:00Z` are equal. */
function instantOf(value: unknown): number {
  const instant = typeof value === 'number' ? value : Date.parse(String(value));
  return Number.isNaN(instant) ? Number.POSITIVE_INFINITY : instant;
}

const strictness = ['denied', 'granted', 'unknown'];

function stricter(ours: unknown, theirs: unknown): unknown {
  const rank = (value: unknown) =>
    (strictness.indexOf(String(value)) + strictness.length + 1) % (strictness.length + 1);
  return rank(theirs) < rank(ours) ? theirs : ours;
}

/**
 * Whether two values of a unique field belong to two people; blanks belong to anybody.
 *
 * @example
 * isConflict({ crm: '1' }, { crm: '2' }) // true
 */
export function isConflict(ours: unknown, theirs: unknown): boolean {
  if (isBlank(ours) || isBlank(theirs)) return false;
  if (!(isMap(ours) && isMap(theirs))) return !isSame(ours, theirs);
  return Object.keys(ours).some((key) => isConflict(own(ours, key), own(theirs, key)));
}

function mapBoth(
  ours: Readonly<Record<string, unknown>>,
  theirs: Readonly<Record<string, unknown>>,
  choose: (ours: unknown, theirs: unknown) => unknown,
): Record<string, unknown> {
  const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return Object.fromEntries([...keys].map((key) => [key, choose(own(ours, key), own(theirs, key))]));
}

/**
 * The value of a field that the record itself has, never one of its prototype.
 *
 * @example
 * own({ id: 'p1' }, 'toString') // undefined
 */
export function own(record: Readonly<Record<string, unknown>>, field: string): unknown {
  return Object.hasOwn(record, field) ? record[field] : undefined;
}

/**
 * @example
 * isBlank(' ') // true
 * isBlank(0) // false
 */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether two values of plain data are equal, whatever the order of their keys.
 *
 * @example
 * isSame({ a: [1], b: 2 }, { b: 2, a: [1] }) // true
 */
export function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, at) => isSame(item, b[at]));
  if (!(isMap(a) && isMap(b))) return Object.is(a, b);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}
