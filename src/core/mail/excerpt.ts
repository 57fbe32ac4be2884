/** As much of a mail is kept as a note. */
const longest = 2_000;
/** Of a longer mail only so much is looked at. */
const readAtMost = 100_000;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/**
 * What a mail says, as plain text of at most 2,000 characters: its text, else what is left of its HTML without any tag. Null where
 * nothing is left.
 *
 * @example
 * excerptMail('Hello,\r\n\r\n\r\n\r\nsee you.', null) // 'Hello,\n\nsee you.'
 * excerptMail(null, '<style>p{}</style><p>Yes &amp; no<br>later</p>') // 'Yes & no\nlater'
 */
export function excerptMail(text: string | null, html: string | null): string | null {
  const given = text?.trim() ? text.slice(0, readAtMost) : stripTags((html ?? '').slice(0, readAtMost));
  const clean = given
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?!\n|\t)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return clean === '' ? null : shorten(clean, longest);
}

/**
 * Text cut to a length, never within a sign, with an ellipsis where something was left out.
 *
 * @example
 * shorten('abcdef', 4) // 'abc…'
 */
export function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** In one pass over the text: what is hostile must not make it slow. */
function stripTags(html: string): string {
  const [lead = '', ...parts] = html.split('<');
  let text = lead.replaceAll(/\s+/g, ' ');
  let hidden: string | null = null;
  for (const part of parts) {
    const end = part.indexOf('>');
    const tag = /^(\/?)([a-z][a-z0-9]*)/i.exec(part);
    const name = tag?.[2]?.toLowerCase() ?? '';
    const isEnd = tag?.[1] === '/';
    if (hidden !== null) {
      if (!(isEnd && name === hidden)) continue;
      hidden = null;
    } else if (!isEnd && ['style', 'script', 'title', 'template'].includes(name)) {
      hidden = name;
      continue;
    }
    if (['br', 'p', 'div', 'tr', 'li', 'h1', 'h2', 'h3', 'blockquote'].includes(name)) text += '\n';
    text += part.slice(end + 1).replaceAll(/\s+/g, ' ');
  }
  return text.replaceAll(
    /&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,6});/gi,
    (whole, name: string) => readEntity(name) ?? whole,
  );
}

function readEntity(name: string): string | null {
  if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? null;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : null;
}
