/** The longest user or anonymous id that is taken; real ones are UUIDs, numbers or addresses. */
export const longestIdentifier = 400;

export type IdentifierRefusal = 'blocked-value' | 'too-long';

export type Identifier =
  | { readonly value: string; readonly refused: null }
  | { readonly value: null; readonly refused: IdentifierRefusal };

/** What programs send when they have no id. Everybody would become one person: PostHog refuses the same (`reliability.md`). */
const blocked: ReadonlySet<string> = new Set(
  `null nil none undefined void nan infinity -infinity true false guest anonymous anon unknown visitor nobody n/a na -
  id user userid user_id distinctid distinct_id anonymousid anonymous_id not_authenticated email e-mail
  test@test.com test@example.com user@example.com email@example.com name@example.com you@example.com
  example@example.com mail@example.com email@email.com a@a.com none@none.com noemail@noemail.com name@company.com`.split(
    /\s+/,
  ),
);

/**
 * Reads a user or anonymous id as a program sent it. Text is trimmed, its case is kept; a whole number is taken as text.
 * What names nobody is refused (`null`, `undefined`, 0, guest, `[object Object]`, empty, placeholders of templates and
 * e-mail addresses), as is what is longer than 400 characters: such an id never links anything.
 *
 * @example
 * readIdentifier(' u1 ') // { value: 'u1', refused: null }
 * readIdentifier('[object Object]') // { value: null, refused: 'blocked-value' }
 */
export function readIdentifier(sent: unknown): Identifier {
  const text = typeof sent === 'number' && Number.isSafeInteger(sent) ? String(sent) : sent;
  if (typeof text !== 'string') return { value: null, refused: 'blocked-value' };
  // Measured before anything else: folding ten kilobytes for each message would be work for nothing.
  if (text.length > longestIdentifier * 2) return { value: null, refused: 'too-long' };
  const value = text.trim();
  if (isBlocked(value)) return { value: null, refused: 'blocked-value' };
  if (value.length > longestIdentifier) return { value: null, refused: 'too-long' };
  return { value, refused: null };
}

function isBlocked(value: string): boolean {
  const folded = value.normalize('NFKC').toLowerCase().trim();
  if (folded === '' || blocked.has(folded)) return true;
  if (/^[-0.]+$/.test(folded) || /[\p{Cc}\p{Cs}]/u.test(value)) return true;
  return /^\[object .*\]$|^\{.*\}$|^\$\{.*\}$|^%.*%$|^<.*>$|^\[.*\]$|^\*\|.*\|\*$/u.test(folded);
}
