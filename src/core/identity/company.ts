import { foldName, foldNameWithUmlauts } from './fold-name.ts';
import { dropLegalForm } from './legal-form.ts';

/**
 * What the spellings of one company's name have in common (`domain.md` 7): accents folded, & as "and", punctuation
 * dropped, a leading "the" and legal forms at the end taken off. The key of a key is itself. Empty for a name without a
 * letter or digit, which matches nothing.
 *
 * @example
 * companyKey('Müller & Söhne GmbH & Co. KG') // 'muller and sohne'
 */
export function companyKey(name: string): string {
  return keyOf(foldName(name));
}

/**
 * The keys under which a name may be found: its key, and the one with umlauts written out where that differs.
 *
 * @example
 * companyKeys('Müller & Söhne GmbH') // ['muller and sohne', 'mueller and soehne']
 */
export function companyKeys(name: string): string[] {
  const keys = [companyKey(name), keyOf(foldNameWithUmlauts(name))];
  return [...new Set(keys)].filter((key) => key !== '');
}

function keyOf(folded: string): string {
  let words = folded
    .replace(/&|(?<=\s)\+(?=\s)/gu, ' and ')
    .replace(/[,;،、]/gu, ' ')
    .replace(/[^\p{L}\p{N}\p{M}\s]/gu, '')
    .split(/\s+/u)
    .filter((word) => word !== '');
  for (let shorter = shorten(words); shorter !== null; shorter = shorten(words)) words = shorter;
  return words.join(' ');
}

/** One word less of what every company may carry; null when none is left. */
function shorten(words: readonly string[]): string[] | null {
  if (words.length > 1 && words[0] === 'the') return words.slice(1);
  const bare = dropLegalForm(words);
  if (bare === null) return null;
  // "GmbH & Co. KG": what joins two legal forms goes with them.
  return bare.length > 1 && bare.at(-1) === 'and' ? bare.slice(0, -1) : bare;
}
