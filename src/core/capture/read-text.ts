type Given = Readonly<Record<string, unknown>>;

const longestText = 500;

/**
 * A text of at most 500 characters without outer white space; null for what is none or blank.
 *
 * @example
 * readText(' COO ') // 'COO'
 */
export function readText(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value)
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim();
  if (text === '') return null;
  // Cut between characters, not within one.
  return text.length <= longestText ? text : [...text].slice(0, longestText).join('').slice(0, longestText).trimEnd();
}

/**
 * An object's entries; none for anything else.
 *
 * @example
 * readRecord('text') // {}
 */
export function readRecord(value: unknown): Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Given) : {};
}
