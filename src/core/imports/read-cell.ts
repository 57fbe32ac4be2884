/** What programs write where nothing was chosen or known; compared in lower case. `unknown` is an answer, and stays one. */
const blanks: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  '—',
  '–',
  'n/a',
  '#n/a',
  'null',
  '(null)',
  'nan',
  '(blank)',
  '(leer)',
  'select',
  '--none--',
  '-none-',
  '- none -',
  'please select',
  'bitte wählen',
  'bitte auswählen',
]);

/**
 * Whether a cell says nothing.
 *
 * @example
 * [' ', 'Select', 'unknown'].map(isBlankCell) // [true, true, false]
 */
export function isBlankCell(cell: string): boolean {
  const text = cell.trim();
  return text.length <= 16 && blanks.has(text.toLowerCase());
}

/**
 * A cell without the sign that exports put before what a spreadsheet could run as a formula.
 *
 * @example
 * [unguardCell("'=1+1"), unguardCell("'s Hertogenbosch")] // ['=1+1', "'s Hertogenbosch"]
 */
export function unguardCell(cell: string): string {
  return cell.startsWith("'") && /^'[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－＠]|^'[\t\r\n\0]/u.test(cell) ? cell.slice(1) : cell;
}

const yes: ReadonlySet<string> = new Set(
  'true yes y x ja wahr oui vrai si sí sì vero verdadero sim verdadeiro tak prawda da 1 ✓ ✔ on done نعم はい 是'.split(
    ' ',
  ),
);
const no: ReadonlySet<string> = new Set([
  'to do',
  ...'false no n nein falsch non faux falso não nao nie fałsz nee njet 0 ✗ ✘ off لا いいえ 否'.split(' '),
]);

/**
 * Yes or no in several languages; null for what is neither.
 *
 * @example
 * ['Ja', 'FALSE', 'perhaps'].map(readYesNo) // [true, false, null]
 */
export function readYesNo(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  return yes.has(word) ? true : no.has(word) ? false : null;
}

/** The most parts of a list that are kept. */
const mostParts = 50;

/**
 * The parts of a list in one cell, at `;`, `|`, or else at commas; each once, in their order.
 *
 * @example
 * readList('cat, wolf') // ['cat', 'wolf']
 * readList('Berlin, DE; Paris, FR') // ['Berlin, DE', 'Paris, FR']
 */
export function readList(text: string): string[] {
  const sign = [';', '|', '\n', ','].find((one) => text.includes(one)) ?? ';';
  const parts = text
    .split(sign)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return [...new Set(parts)].slice(0, mostParts);
}

/**
 * The id that a program writes behind a name in brackets, or the whole text where there are none.
 *
 * @example
 * readBracketedId('Marc Lemaire (4421)') // '4421'
 */
export function readBracketedId(text: string): string {
  return /\(([^()]+)\)\s*$/.exec(text)?.[1]?.trim() ?? text.trim();
}
