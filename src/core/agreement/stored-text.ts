import { foldText } from '../text.ts';
import { wordForm } from './words.ts';

/** A text as it is compared: folded alone where its words are the same between single spaces, else the pair of both. */
export type StoredText = string | [folded: string, words: string];

/**
 * The form in which a text is stored beside its value, so that the database compares exactly as core does; null for one
 * without visible characters, which conditions take as missing.
 *
 * @example
 * storeText(' Head of  Sales ') // 'head of sales'
 * storeText('Vice-President') // ['vice-president', ' vice president ']
 */
export function storeText(text: string): StoredText | null {
  const folded = foldText(text);
  if (folded === '') return null;
  const words = wordForm(folded);
  return words === ` ${folded} ` ? folded : [folded, words];
}

/**
 * The stored forms of a record's texts: of strings, and of numbers as they are written, because text comparisons take a
 * number so, too. What is missing is left out.
 *
 * @example
 * storeTexts({ title: 'COO', phone: null, 'custom.plan': 7 }) // { title: 'coo', 'custom.plan': '7' }
 */
export function storeTexts(values: Readonly<Record<string, unknown>>): Record<string, StoredText> {
  const stored: Record<string, StoredText> = {};
  for (const [key, value] of Object.entries(values)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const text = Number.isNaN(value) ? null : storeText(String(value));
    if (text !== null) stored[key] = text;
  }
  return stored;
}
