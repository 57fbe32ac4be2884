/** What a required field holds for a person: the shape of `FactValue`. */
export type RequiredValue = string | number | boolean | readonly string[] | null | undefined;

/**
 * Which of the required fields are not delivered, in the order of the clause. A text needs a visible character, a list an
 * entry; a consent counts only when it is granted; `contact.reachable` only when true; any other answer, also `false` and 0,
 * is an answer.
 *
 * @param requires names of fields, as `stages[].requires` lists them
 * @example
 * findMissing(['contact.email', 'consent.contact'], (field) => ({ 'consent.contact': 'unknown', 'contact.email': 'a@b.test' })[field])
 * // ['consent.contact']
 */
export function findMissing(requires: readonly string[], read: (field: string) => RequiredValue): string[] {
  return requires.filter((field) => !isDelivered(field, read(field)));
}

function isDelivered(field: string, value: RequiredValue): boolean {
  if (value === null || value === undefined || Number.isNaN(value)) return false;
  if (/(?:^|\.)consent\./.test(field)) return value === 'granted';
  if (field === 'contact.reachable') return value === true;
  if (typeof value === 'string') return /\S/u.test(value);
  return Array.isArray(value) ? value.length > 0 : true;
}
