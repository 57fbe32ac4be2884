/**
 * A clause in plain English. `clause` is its place in the agreement by names and keys (`salesCommits.respond-a1`), the
 * back-reference that screens and changes use; `name` is what it is called in a list.
 */
export type Sentence = { clause: string; name: string; text: string };

/**
 * The section of the agreement that a clause is in: the first name of its place.
 *
 * @example
 * sectionOf('salesCommits.respond-a1') // 'salesCommits'
 */
export function sectionOf(clause: string): string {
  return clause.split('.', 1)[0] ?? clause;
}
