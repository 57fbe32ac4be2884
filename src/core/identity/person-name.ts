import { foldName } from './fold-name.ts';

/** Titles before a name and degrees after it. "Jr" and "III" stay: father and son are two. */
const titles: ReadonlySet<string> = new Set(
  `dr prof mr mrs ms miss mx sir dame herr frau hr fr mme mlle m sr sra srta dott ing dipl mag phd md mba msc bsc dds dvm cpa
  esq`.split(/\s+/),
);

/**
 * What the spellings of one person's name have in common: accents folded, punctuation dropped, titles and degrees taken
 * off, "Last, First" turned round. The key of a key is itself; a name is never emptied by its titles.
 *
 * @example
 * nameKey('Dr. Zola, Émile') // 'emile zola'
 */
export function nameKey(name: string): string {
  const parts = foldName(name)
    .split(',')
    .map(wordsOf)
    .filter((words) => words.length > 0);
  // "Zola, PhD" has nothing to turn round: what is left of the second part is a title.
  const [last = [], first = []] = parts;
  const isTurned = parts.length === 2 && !first.every((word) => titles.has(word));
  return withoutTitles(isTurned ? [...first, ...last] : parts.flat()).join(' ');
}

function wordsOf(text: string): string[] {
  return text
    .replace(/['’`ʼ]/gu, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .split(' ')
    .filter((word) => word !== '');
}

function withoutTitles(words: readonly string[]): string[] {
  const kept = words.filter((word) => !titles.has(word));
  return kept.length > 0 ? kept : [...words];
}
