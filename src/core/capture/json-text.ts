/** Deeper than any client nests, and far from where a parser of ours or of the database gives up. */
export const deepest = 64;

/**
 * JSON text of a value that was itself parsed from JSON, as every part of the house can store and read it: NUL and halves
 * of surrogate pairs, which no PostgreSQL text can hold, become U+FFFD; a key `__proto__` is left out.
 *
 * Null when the value is nested more than `deepest` levels.
 *
 * @example
 * writeJsonText({ a: 'x\u0000y', b: '\ud83d' }) // '{"a":"x\ufffdy","b":"\ufffd"}'
 */
export function writeJsonText(value: unknown): string | null {
  let text: string;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    // The only way in which parsed JSON cannot be written: more levels than the stack has room for.
    if (error instanceof RangeError) return null;
    throw error;
  }
  if (measureDepth(text) > deepest) return null;
  if (text.includes('"__proto__"')) text = JSON.stringify(JSON.parse(text, dropPrototype));
  // Whole escapes are matched, so that a backslash that is itself escaped does not begin one.
  return /\\u(?:0000|d[89a-f])/.test(text)
    ? text.replace(/\\(?:u(?:0000|d[89a-f]..)|.)/g, (found) => (found.length === 6 ? '\ufffd' : found))
    : text;
}

const dropPrototype = (key: string, value: unknown): unknown => (key === '__proto__' ? undefined : value);

function measureDepth(text: string): number {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) {
      inString = true;
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > most) most = depth;
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
    }
  }
  return most;
}
