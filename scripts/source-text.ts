/**
 * Two views of a TypeScript source, each exactly as long as the source, so that an offset means the same in all three:
 * `code` has its comments blanked, `bare` also the contents of its strings, templates and regular expressions.
 */
export type SourceText = { code: string; bare: string; comments: Span[] };

/** A piece of source: where it starts (an offset) and its text. */
type Span = { at: number; text: string };

type Reader = { source: string; code: string[]; bare: string[]; comments: Span[] };

/** A slash after one of these starts a regular expression, after anything else it divides. */
const beforeRegex =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^\n]|\b(?:return|typeof|case|in|of|do|else|void|delete|await|yield))\s*$/;

/**
 * Reads comments, strings, templates and regular expressions; it needs no parser, because nothing else can hide a word.
 * An apostrophe in JSX text is no string: a string ends on its own line or is none.
 */
export function readSource(source: string): SourceText {
  const reader: Reader = { source, code: source.split(''), bare: source.split(''), comments: [] };
  readCode(reader, 0, '');
  return { code: reader.code.join(''), bare: reader.bare.join(''), comments: reader.comments };
}

/** The line number, from 1, of an offset. */
export function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at !== -1 && at < offset; at = source.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Reads code from `at` up to the brace that closes a template's `${` (`until` is `}`), or to the end; returns where it stopped. */
function readCode(reader: Reader, from: number, until: '}' | ''): number {
  let depth = 0;
  let at = from;
  while (at < reader.source.length) {
    const char = reader.source[at];
    if (until !== '' && char === '}' && depth === 0) return at;
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    at = char === '/' ? readSlash(reader, at) : readQuote(reader, at);
  }
  return at;
}

function readSlash(reader: Reader, at: number): number {
  const { source } = reader;
  if (source.startsWith('//', at)) return readComment(reader, at, endOf(source, '\n', at, 0));
  if (source.startsWith('/*', at)) return readComment(reader, at, endOf(source, '*/', at + 2, 2));
  if (!beforeRegex.test(reader.code.slice(Math.max(0, at - 40), at).join(''))) return at + 1;
  const end = endOfRegex(source, at);
  if (end === -1) return at + 1;
  blank(reader.bare, at + 1, end - 1);
  return end;
}

function readQuote(reader: Reader, at: number): number {
  const quote = reader.source[at];
  if (quote === '`') return readTemplate(reader, at);
  if (quote !== "'" && quote !== '"') return at + 1;
  for (let end = at + 1; end < reader.source.length && reader.source[end] !== '\n'; end += 1) {
    if (reader.source[end] === '\\') end += 1;
    else if (reader.source[end] === quote) {
      blank(reader.bare, at + 1, end);
      return end + 1;
    }
  }
  return at + 1;
}

function readTemplate(reader: Reader, from: number): number {
  let at = from + 1;
  while (at < reader.source.length && reader.source[at] !== '`') {
    if (reader.source.startsWith('${', at)) at = readCode(reader, at + 2, '}') + 1;
    else {
      const width = reader.source[at] === '\\' ? 2 : 1;
      blank(reader.bare, at, at + width);
      at += width;
    }
  }
  return at + 1;
}

function readComment(reader: Reader, at: number, end: number): number {
  reader.comments.push({ at, text: reader.source.slice(at, end) });
  blank(reader.code, at, end);
  blank(reader.bare, at, end);
  return end;
}

/** Just past the slash that ends the regular expression at `at`, or -1 where the line holds none. */
function endOfRegex(source: string, at: number): number {
  let inClass = false;
  for (let end = at + 1; end < source.length && source[end] !== '\n'; end += 1) {
    if (source[end] === '\\') end += 1;
    else if (source[end] === '[') inClass = true;
    else if (source[end] === ']') inClass = false;
    else if (source[end] === '/' && !inClass) return end + 1;
  }
  return -1;
}

function endOf(source: string, mark: string, from: number, width: number): number {
  const at = source.indexOf(mark, from);
  return at === -1 ? source.length : at + width;
}

function blank(chars: string[], from: number, to: number): void {
  for (let at = from; at < to && at < chars.length; at += 1) if (chars[at] !== '\n') chars[at] = ' ';
}
