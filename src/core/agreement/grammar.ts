import { suggestWord } from './nearest-word.ts';

/** A text that is not of its grammar: `offset` is the place in the text (0 = its first character), `remedy` what to write. */
export class GrammarError extends Error {
  override readonly name = 'GrammarError';
  readonly offset: number;
  readonly remedy: string;

  constructor(message: string, offset: number, remedy: string) {
    super(message);
    this.offset = offset;
    this.remedy = remedy;
  }
}

/**
 * Reads one of the agreement's little grammars from left to right and knows where it stands when something is wrong.
 * `form` shows how such a text looks; it ends every remedy that has no better one.
 *
 * @example
 * const scanner = new Scanner('3 per 365d', '3 per 365d');
 * scanner.number(); // 3
 * scanner.word(['per']); // 'per'
 */
export class Scanner {
  readonly text: string;
  readonly form: string;
  at = 0;

  constructor(text: string, form: string) {
    this.text = text;
    this.form = form;
    this.skipSpace();
  }

  /** A number without sign; `whole` refuses a fraction, `least` anything smaller. */
  number({ whole = false, least = 0 }: { whole?: boolean; least?: number } = {}): number {
    const found = this.match(/\d+(?:\.\d+)?/y);
    if (found === undefined) return this.fail('A number is missing here.');
    const value = Number(found);
    const start = this.at - found.length;
    if (whole && !Number.isSafeInteger(value)) return this.fail('A whole number is needed here.', start);
    if (value < least) return this.fail(`At least ${least} is needed here.`, start);
    this.skipSpace();
    return value;
  }

  /** One of these words, in any letter case. */
  word<Word extends string>(words: readonly Word[]): Word {
    const start = this.at;
    const found = this.match(/[\p{L}-]+/uy) ?? '';
    const word = words.find((one) => one === found.toLowerCase());
    if (word === undefined) {
      const rest = found === '' ? 'Something is missing here' : `"${found}" is not understood here`;
      throw new GrammarError(`${rest}.`, start, `${suggestWord(found, words)} The form is: ${this.form}.`);
    }
    this.skipSpace();
    return word;
  }

  /** True, and past it, when the text goes on with this word. */
  takes(word: string): boolean {
    const start = this.at;
    if (this.match(/[\p{L}-]+/uy)?.toLowerCase() === word) {
      this.skipSpace();
      return true;
    }
    this.at = start;
    return false;
  }

  /** A time of day `HH:MM`, in minutes from midnight. */
  time(lastHour = 23): number {
    const start = this.at;
    const [hours, minutes] = (this.match(/\d{2}:\d{2}/y) ?? this.fail('A time of day is missing here.')).split(':');
    if (Number(hours) > lastHour || Number(minutes) > 59) return this.fail('There is no such time of day.', start);
    this.skipSpace();
    return Number(hours) * 60 + Number(minutes);
  }

  sign(sign: string): void {
    if (!this.text.startsWith(sign, this.at)) this.fail(`"${sign}" is missing here.`);
    this.at += sign.length;
    this.skipSpace();
  }

  end(): void {
    if (this.at < this.text.length) this.fail(`"${this.text.slice(this.at)}" is too much.`);
  }

  fail(message: string, offset = this.at): never {
    throw new GrammarError(message, offset, `Write it in this form: ${this.form}.`);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private skipSpace(): void {
    while (this.text[this.at] === ' ') this.at += 1;
  }
}
