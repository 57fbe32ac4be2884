/** What changed inside of a sentence, word by word. */

export type DiffPiece = { text: string; kind: 'same' | 'gone' | 'new' };

/** Sentences are short; what is longer is shown as a whole. */
const mostWords = 400;

/**
 * @example
 * diffWords('within 4 business hours', 'within 3 business hours')
 * // [{ text: 'within ', kind: 'same' }, { text: '4', kind: 'gone' }, { text: '3', kind: 'new' }, { text: ' business hours', kind: 'same' }]
 */
export function diffWords(before: string, after: string): DiffPiece[] {
  const [left, right] = [split(before), split(after)];
  if (left.length > mostWords || right.length > mostWords) return whole(before, after);
  const common = longestCommon(left, right);
  const pieces: DiffPiece[] = [];
  let [from, to] = [0, 0];
  for (const [i, j] of [...common, [left.length, right.length] as const]) {
    add(pieces, left.slice(from, i).join(''), 'gone');
    add(pieces, right.slice(to, j).join(''), 'new');
    add(pieces, left[i] ?? '', 'same');
    [from, to] = [i + 1, j + 1];
  }
  return pieces;
}

const whole = (before: string, after: string): DiffPiece[] => {
  const pieces: DiffPiece[] = [];
  add(pieces, before, 'gone');
  add(pieces, after, 'new');
  return pieces;
};

const split = (text: string) => text.match(/[\p{L}\p{N}]+(?:[.,:'’-][\p{L}\p{N}]+)*|\s+|[^\s]/gu) ?? [];

function add(pieces: DiffPiece[], text: string, kind: DiffPiece['kind']): void {
  if (text === '') return;
  const last = pieces.at(-1);
  if (last?.kind === kind) last.text += text;
  else pieces.push({ text, kind });
}

/** Places of the longest common sequence of words. */
function longestCommon(left: readonly string[], right: readonly string[]): (readonly [number, number])[] {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) {
      found.push([i, j]);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return found;
}
