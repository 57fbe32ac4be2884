/**
 * The form in which headers are compared: lower case, without accents and punctuation, words apart, `LeadSource` as two.
 *
 * @example
 * headerKey('Person - E-mail') // 'person e mail'
 * headerKey('LeadSource') // 'lead source'
 */
export function headerKey(header: string): string {
  return header
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * A key for an own field that keeps what a header says: letters, digits, `_` and `-`, at most 64.
 *
 * @example
 * ownFieldKey('What is your current occupation?') // 'what_is_your_current_occupation'
 * ownFieldKey('ملاحظات') // null
 */
export function ownFieldKey(header: string): string | null {
  const key = headerKey(header)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 64)
    .replace(/_+$/, '');
  return key === '' ? null : key;
}

/** The column that error files have more than the file they came from. It is read by nobody. */
export const problemHeader = 'Problem (Baton)';

/**
 * What two files of the same shape have in common: their headers in order, however they are written.
 *
 * @example
 * signHeaders(['E-Mail', 'Name', 'Problem (Baton)']) // 'e mail|name'
 */
export function signHeaders(headers: readonly string[]): string {
  return headers
    .filter((header) => header !== problemHeader)
    .map(headerKey)
    .join('|');
}
