/** Letters that Unicode does not take apart, as their owners write them when the keyboard lacks them. */
const latinLetters: ReadonlyMap<string, string> = new Map(
  Object.entries({ ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i', ŧ: 't', ħ: 'h' }),
);

/** How German and Nordic names are written without their own letters: "Müller" is "Mueller" as often as "Muller". */
const umlauts: ReadonlyMap<string, string> = new Map(
  Object.entries({ ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe', æ: 'ae' }),
);

/** Accents of Latin, Greek and Cyrillic, and the points of Hebrew and Arabic: written or left out, the name is the same. */
const accents = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/gu;

/**
 * The form in which names of people and companies are compared: compatibility forms resolved, lower case, accents left
 * out, invisible marks gone, white space collapsed. Applying it again changes nothing.
 *
 * @param text any text; nothing is an error
 * @returns may be empty
 * @example
 * foldName('  Émile   STRAẞE ') // 'emile strasse'
 */
export function foldName(text: string): string {
  const folded = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKD')
    .replace(accents, '')
    .replace(/[ßøłđðþæœıŧħ]/gu, (letter) => latinLetters.get(letter) ?? letter);
  return folded.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/**
 * The same form with umlauts written out (ä as ae, ø as oe, å as aa), the other usual spelling of such a name.
 *
 * @example
 * foldNameWithUmlauts('Müller & Söhne') // 'mueller & soehne'
 */
export function foldNameWithUmlauts(text: string): string {
  const composed = text.normalize('NFKC').toLowerCase().normalize('NFC');
  return foldName(composed.replace(/[äöüåøæ]/gu, (letter) => umlauts.get(letter) ?? letter));
}
