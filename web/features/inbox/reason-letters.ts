/** A letter for each reason of a list, so that it is given by two keystrokes. */

/**
 * Each reason gets the first letter of its name where nobody has it, else of a further word, else any of its letters, else one that
 * is left. The same list always gives the same letters.
 *
 * @example
 * letterReasons([{ key: 'bad-timing', name: 'Wrong time' }, { key: 'bad-data', name: 'Wrong data' }]).get('bad-data') // 'd'
 */
export function letterReasons(reasons: readonly { key: string; name: string }[]): Map<string, string> {
  const letters = new Map<string, string>();
  const free = new Set('abcdefghijklmnopqrstuvwxyz');
  const take = (key: string, wanted: readonly string[]) => {
    const letter = letters.has(key) ? undefined : wanted.find((one) => free.has(one));
    if (letter === undefined) return;
    free.delete(letter);
    letters.set(key, letter);
  };
  for (const { key, name } of reasons) take(key, [plain(name).charAt(0)]);
  for (const { key, name } of reasons) {
    const words = plain(name).split(/[^a-z]+/);
    // More reasons than letters: the last ones are chosen by hand.
    take(key, [...words.map((word) => word.charAt(0)), ...words.join(''), ...free]);
  }
  return letters;
}

/** Without accents: their letters are not on every keyboard. */
const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
