/** A letter for each reason of a list, so that it is given by two keystrokes. */

/**
 * Each reason gets the first letter of one of its words that is still free, else any letter of its name, else one that is left.
 * The same list always gives the same letters.
 *
 * @example
 * letterReasons([{ key: 'bad-timing', name: 'Wrong time' }, { key: 'bad-data', name: 'Wrong data' }]).get('bad-data') // 'd'
 */
export function letterReasons(reasons: readonly { key: string; name: string }[]): Map<string, string> {
  const letters = new Map<string, string>();
  const free = new Set('abcdefghijklmnopqrstuvwxyz');
  for (const { key, name } of reasons) {
    const words = plain(name).split(/[^a-z]+/);
    const wanted = [...words.map((word) => word.charAt(0)), ...words.join(''), ...free];
    const letter = wanted.find((one) => free.has(one));
    // More reasons than letters: the last ones are chosen by hand.
    if (letter === undefined) break;
    free.delete(letter);
    letters.set(key, letter);
  }
  return letters;
}

/** Without accents: their letters are not on every keyboard. */
const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
