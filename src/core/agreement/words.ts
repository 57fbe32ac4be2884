import { foldText } from '../text.ts';

/**
 * The form in which whole words are found: folded, everything but letters, marks, digits, `+` and `#` is a space, one
 * space around each word. A phrase occurs as whole words exactly when its word form is inside that of the text.
 *
 * @example
 * wordForm('Vice-President, Operations') // ' vice president operations '
 * wordForm('COO & co-founder').includes(wordForm('coo')) // true
 * wordForm('Coordinator').includes(wordForm('coo')) // false
 */
export function wordForm(text: string): string {
  const words = foldText(text).match(/[\p{L}\p{M}\p{N}+#]+/gu) ?? [];
  return words.length === 0 ? '' : ` ${words.join(' ')} `;
}
