/** Some of the fields of a record; one that is left out stays as it is. */
export type Change<Values> = { readonly [Field in keyof Values]?: Values[Field] | undefined };

/**
 * What a record becomes by a change, and which of its fields differ then. Fields that the record does not have are
 * ignored; null is a value. An edit of which nothing differs is not saved and not recorded.
 *
 * @example
 * applyChange({ name: 'North', leadId: null }, { name: 'South' }) // { next: { name: 'South', leadId: null }, changed: ['name'] }
 */
export function applyChange<Values extends object>(
  before: Values,
  change: Change<Values>,
): { next: Values; changed: (keyof Values)[] } {
  const next = { ...before };
  const changed: (keyof Values)[] = [];
  // Object.keys gives the keys of the value, which may be more than those of its type: more is copied, nothing is lost.
  for (const field of Object.keys(before) as (keyof Values)[]) {
    const value = change[field];
    if (value === undefined || value === before[field]) continue;
    next[field] = value;
    changed.push(field);
  }
  return { next, changed };
}
