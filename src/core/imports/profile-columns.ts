import { readEmail } from '../identity/email.ts';
import { isBlankCell, readYesNo } from './read-cell.ts';
import { hintOrder } from './read-date.ts';
import { hintDecimal, readNumber } from './read-number.ts';

/** The values that a column is made of, where all that are not blank are alike. */
export type ColumnShape = 'empty' | 'text' | 'email' | 'number' | 'boolean' | 'date';

/** `ambiguous`: every value fits both. `mixed`: some values fit the one alone, some the other. Null: there are none. */
export type Finding<Choice> = Choice | 'ambiguous' | 'mixed' | null;

/** What all rows say about a column. */
export type ColumnProfile = {
  filled: number;
  shape: ColumnShape;
  /** The first few values that differ. */
  samples: string[];
  dateOrder: Finding<'dmy' | 'mdy'>;
  decimal: Finding<'.' | ','>;
};

type Tally = {
  filled: number;
  samples: string[];
  emails: number;
  numbers: number;
  yesNos: number;
  /** Digits alone are numbers before they are yes or no. */
  words: number;
  dates: number;
  orders: { dmy: number; mdy: number; either: number };
  decimals: { '.': number; ',': number; unclear: number };
};

const mostSamples = 5;
/** A column of which so many values are no dates, and more than are, is not asked further. */
const enough = 50;

/**
 * Takes the rows of a file, part by part, and says at the end what each column is made of.
 *
 * @example
 * const profiler = new ColumnProfiler(1);
 * profiler.add([['3/4/2024'], ['25/4/2024'], ['']]);
 * profiler.finish()[0]
 * // { filled: 2, shape: 'date', samples: ['3/4/2024', '25/4/2024'], dateOrder: 'dmy', decimal: null }
 */
export class ColumnProfiler {
  private readonly tallies: Tally[];

  constructor(width: number) {
    this.tallies = Array.from({ length: width }, () => ({
      filled: 0,
      samples: [],
      emails: 0,
      numbers: 0,
      yesNos: 0,
      words: 0,
      dates: 0,
      orders: { dmy: 0, mdy: 0, either: 0 },
      decimals: { '.': 0, ',': 0, unclear: 0 },
    }));
  }

  add(rows: readonly (readonly string[])[]): void {
    for (const row of rows) {
      for (const [at, tally] of this.tallies.entries()) {
        const cell = row[at];
        if (cell !== undefined && !isBlankCell(cell)) count(tally, cell.trim());
      }
    }
  }

  finish(): ColumnProfile[] {
    return this.tallies.map((tally) => ({
      filled: tally.filled,
      shape: shapeOf(tally),
      samples: tally.samples,
      dateOrder: weigh(tally.orders, 'dmy', 'mdy', tally.orders.either),
      decimal: weigh(tally.decimals, '.', ',', tally.decimals.unclear),
    }));
  }
}

function count(tally: Tally, cell: string): void {
  tally.filled += 1;
  if (tally.samples.length < mostSamples && !tally.samples.includes(cell)) tally.samples.push(cell.slice(0, 200));
  if (isLikely(tally, tally.emails) && cell.includes('@') && readEmail(cell) !== null) tally.emails += 1;
  if (isLikely(tally, tally.yesNos) && readYesNo(cell) !== null) {
    tally.yesNos += 1;
    if (!/^[01]$/.test(cell)) tally.words += 1;
  }
  if (isLikely(tally, tally.numbers)) countNumber(tally, cell);
  if (isLikely(tally, tally.dates)) {
    const order = hintOrder(cell);
    if (order !== null) tally.dates += 1;
    if (order !== null && order !== 'none') tally.orders[order] += 1;
  }
}

function countNumber(tally: Tally, cell: string): void {
  const hint = hintDecimal(cell);
  if (hint !== null) tally.decimals[hint] += 1;
  // Leading zeros and many digits are marks of a number that is a name, such as a postal code.
  const isName = /^[+]?0\d/.test(cell) || cell.replace(/\D/g, '').length > 15;
  if (!isName && (readNumber(cell, '.') !== null || readNumber(cell, ',') !== null)) tally.numbers += 1;
}

const isLikely = (tally: Tally, found: number): boolean => {
  const others = tally.filled - 1 - found;
  return others < enough || others <= found;
};

function shapeOf({ filled, emails, numbers, yesNos, words, dates }: Tally): ColumnShape {
  if (filled === 0) return 'empty';
  if (dates === filled) return 'date';
  if (yesNos === filled && words > 0) return 'boolean';
  if (numbers === filled) return 'number';
  // Addresses are typed: a few wrong ones do not make a column another.
  return emails > filled / 2 ? 'email' : 'text';
}

function weigh<A extends string, B extends string>(
  tally: Record<A, number> & Record<B, number>,
  a: A,
  b: B,
  unclear: number,
): Finding<A | B> {
  if (tally[a] > 0 && tally[b] > 0) return 'mixed';
  if (tally[a] > 0) return a;
  if (tally[b] > 0) return b;
  return unclear > 0 ? 'ambiguous' : null;
}
