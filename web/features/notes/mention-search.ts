/** A name that is being typed behind an "@": where it begins, and what of it is there. */
export type MentionSearch = { from: number; name: string };

/** A name has a few words; further on it is a sentence in which an "@" stands by chance. */
const longestName = 40;

/**
 * The name before the caret, if an "@" begins it that stands at the beginning of a word.
 *
 * @example
 * findMention('Ask @An', 7) // { from: 4, name: 'An' }
 * findMention('ana@plant.example', 17) // null
 */
export function findMention(text: string, caret: number): MentionSearch | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf('@');
  if (from === -1 || /[^\s(]/.test(before.charAt(from - 1))) return null;
  const name = before.slice(from + 1);
  return name.length <= longestName && !/[\n@]|^\s| {2}/.test(name) ? { from, name } : null;
}

/**
 * The text with a whole name in place of what was typed of it, and where the caret stands then.
 *
 * @example
 * putMention('Ask @An', { from: 4, name: 'An' }, 'Ana Plant') // { text: 'Ask @Ana Plant ', caret: 15 }
 */
export function putMention(
  text: string,
  { from, name }: MentionSearch,
  whole: string,
): { text: string; caret: number } {
  const begin = `${text.slice(0, from)}@${whole} `;
  const rest = text.slice(from + 1 + name.length);
  return { text: begin + rest.replace(/^ /, ''), caret: begin.length };
}

/**
 * A text in parts: what names members, behind an "@", and what stands between. Of two names that begin alike the longer one
 * counts.
 *
 * @example
 * splitMentions('Ask @Ana.', ['Ana']) // [{ text: 'Ask ', isName: false }, { text: '@Ana', isName: true }, { text: '.', isName: false }]
 */
export function splitMentions(text: string, names: readonly string[]): { text: string; isName: boolean }[] {
  if (names.length === 0) return [{ text, isName: false }];
  const longest = [...names].sort((a, b) => b.length - a.length);
  const parts: { text: string; isName: boolean }[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const name = text[at] === '@' ? longest.find((one) => text.startsWith(one, at + 1)) : undefined;
    if (name === undefined) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain) parts.push({ text: plain, isName: false });
    plain = '';
    parts.push({ text: `@${name}`, isName: true });
    at += name.length + 1;
  }
  if (plain) parts.push({ text: plain, isName: false });
  return parts;
}
