/** Finds, inside of a clause's sentence, the words that the software executes and the words of the common language. */

export type Piece = { text: string; kind: 'plain' | 'executed' | 'term'; term?: string };

const number = String.raw`\d[\d,.]*\d|\d`;
const units =
  'business (?:minutes?|hours?|days?)|minutes?|hours?|days?|points?|times?|channels?|messages?|people|open leads?|leads|of 100 cases';
const periods = '(?:each|of a|every) (?:week|month|quarter|year)';
const grade = '[A-D][1-4]?';

/** The first that fits at a place wins. Names that people chose stand in quotes or are given by the contract. */
const patterns = [
  '"[^"]+"',
  `(?:at least|at most|less than|more than) (?:[A-Z]{3} )?(?:${number})(?: %)?(?: (?:${units}))?`,
  `[A-Z]{3} (?:${number})`,
  `(?:${number}) %`,
  String.raw`\d\d:\d\d(?: to \d\d:\d\d)?`,
  String.raw`\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}(?:, \d\d:\d\d)?`,
  `(?:from )?(?:${number}) to (?:${number})(?: (?:${units}))?`,
  `(?:${number}) (?:${units})`,
  String.raw`\b(?:grade )?[A-D][1-4]?(?:, ${grade})* or ${grade}(?![\w-])`,
  String.raw`\b[A-D1-4] from (?:${number})`,
  String.raw`\bgrade ${grade}(?![\w-])`,
  periods,
  String.raw`(?<=^|\s)/[\w/-]+`,
  '[Tt]he owner of the (?:company|contact|campaign)|[Tt]he head of (?:Sales|Marketing)|[Tt]he administrator for revenue operations|both heads|the team leads?|the Scoreboard|the sponsor',
  'counts as accepted|hands back|in every case|in turn by weight|in turn|by chance|goes back to Marketing|is closed(?: as never a lead)?|joins what is already being worked|asked for a demo|can be reached|is a free mailbox|has an open deal|has a won deal|as soon as we know it|keeps? (?:half of )?its engagement|without engagement|is upheld|is overturned',
  String.raw`(?<=the (?:role in a purchase is that of the|decision is made) )[\w -]+`,
  String.raw`(?<=\bits (?:[a-z-]+ ){1,4}is )[^,;.]+?(?=,? (?:or|and) |[,;.]|$)`,
  '(?<=it comes with |it points to )[^;.]+',
  '(?<=amounts are in |by the time of |public holidays of )[^.]+?(?=\\.$| are days off)',
  String.raw`(?<=the team )\p{Lu}[\w-]*`,
  String.raw`(?<![\p{L}\d])(?:${number})`,
];
const executed = new RegExp(patterns.join('|'), 'gu');

/**
 * @example
 * markWords('Sales answers a lead within 4 business hours.').find(({ kind }) => kind === 'executed')?.text // '4 business hours'
 */
export function markWords(sentence: string, terms: readonly string[] = []): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: text, index } of sentence.matchAll(executed)) {
    if (index > at) pieces.push({ text: sentence.slice(at, index), kind: 'plain' });
    pieces.push({ text, kind: 'executed' });
    at = index + text.length;
  }
  if (at < sentence.length) pieces.push({ text: sentence.slice(at), kind: 'plain' });
  return markTerms(pieces, terms);
}

const escapePattern = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const freeText = /its challenge: |how Sales begins: |the moment that counts: /;

/** Each term once in a sentence, where it stands first: more would be noise. The longer of two that fit is meant. */
function markTerms(pieces: Piece[], terms: readonly string[]): Piece[] {
  if (terms.length === 0) return pieces;
  const longest = [...terms].sort((a, b) => b.length - a.length);
  const any = new RegExp(
    String.raw`(?<![\p{L}\p{N}-])(${longest.map(escapePattern).join('|')})(?:s|es)?(?![\p{L}\p{N}-])`,
    'giu',
  );
  const seen = new Set<string>();
  let isFreeText = false;
  return pieces.flatMap((piece): Piece[] => {
    // What somebody wrote in their own words may use a word in another sense: "Lead with a reference".
    const isAfter = isFreeText;
    isFreeText ||= freeText.test(piece.text);
    if (piece.kind !== 'plain' || isAfter || isFreeText) return [piece];
    const found: Piece[] = [];
    let at = 0;
    for (const { 0: text, 1: word = '', index } of piece.text.matchAll(any)) {
      const term = terms.find((one) => one.toLowerCase() === word.toLowerCase());
      if (term === undefined || seen.has(term)) continue;
      seen.add(term);
      if (index > at) found.push({ text: piece.text.slice(at, index), kind: 'plain' });
      found.push({ text, kind: 'term', term });
      at = index + text.length;
    }
    return at === 0
      ? [piece]
      : [...found, ...(at < piece.text.length ? [{ text: piece.text.slice(at), kind: 'plain' as const }] : [])];
  });
}
