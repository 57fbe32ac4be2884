import { companyKeys } from '../identity/company.ts';
import { nameKey } from '../identity/person-name.ts';
import { jaroWinkler } from './jaro-winkler.ts';

/** From here on two keys are a close match (`domain.md` 7). */
export const closeName = 0.94;

/** Longer names are cut: comparing grows with the product of the lengths, and no name needs more. */
const longest = 120;

/**
 * How alike two people's names are, 0 to 1: 1 when their keys are equal, in any order of the words. An empty name is like
 * no other.
 *
 * @example
 * comparePersonNames('Smith, Mary', 'Dr. Mary Smith') // 1
 */
export function comparePersonNames(a: string, b: string): number {
  const [first, second] = [nameKey(a), nameKey(b)];
  if (first === '' || second === '') return 0;
  return Math.max(likeness(first, second), likeness(sorted(first), sorted(second)));
}

/**
 * How alike two companies' names are, 0 to 1: 1 when a key of one is a key of the other, with umlauts folded or written
 * out, with or without spaces. An empty name is like no other.
 *
 * @example
 * compareCompanyNames('Müller & Söhne GmbH', 'Mueller and Soehne') // 1
 */
export function compareCompanyNames(a: string, b: string): number {
  const pairs = companyKeys(a).flatMap((first) => companyKeys(b).map((second) => likeness(first, second)));
  return Math.max(0, ...pairs);
}

/**
 * Whether one name is made of the first letters of the other's words. Good for a suggestion only.
 *
 * @example
 * isAcronym('IBM', 'International Business Machines Corp.') // true
 */
export function isAcronym(a: string, b: string): boolean {
  const initials = (key: string) => [...key.split(' ')].map((word) => [...word][0] ?? '').join('');
  const shortOf = (key: string) => (key.includes(' ') || [...key].length < 2 ? null : key);
  return companyKeys(a).some((first) =>
    companyKeys(b).some(
      (second) =>
        (first.includes(' ') && initials(first) === shortOf(second)) ||
        (second.includes(' ') && initials(second) === shortOf(first)),
    ),
  );
}

function likeness(a: string, b: string): number {
  if (a.replaceAll(' ', '') === b.replaceAll(' ', '')) return 1;
  // Never 1: what differs behind the cut is not the same name.
  return Math.min(0.999, jaroWinkler(a.slice(0, longest), b.slice(0, longest)));
}

function sorted(key: string): string {
  return key.split(' ').sort().join(' ');
}
