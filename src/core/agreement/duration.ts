import { Scanner } from './grammar.ts';

/** A length of absolute time in milliseconds: a day is 24 hours, a week 7 of them. */
export type Duration = number;

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type Unit = keyof typeof units;
const unitLetters = Object.keys(units) as Unit[];

/**
 * Reads `15m`, `4h`, `30d`, `2w`. Zero is refused: a duration of nothing is a mistake everywhere in an agreement.
 *
 * @throws GrammarError with the offset of what is wrong
 * @example
 * parseDuration('4h') // 14400000
 */
export function parseDuration(text: string): Duration {
  const scanner = new Scanner(text, '15m, 4h, 30d or 2w');
  const duration = readDuration(scanner);
  scanner.end();
  return duration;
}

/**
 * A duration as part of a longer text, such as `3 per 365d`.
 *
 * @throws GrammarError
 * @example
 * readDuration(new Scanner('365d', '365d')) // 31536000000
 */
export function readDuration(scanner: Scanner): Duration {
  const count = scanner.number({ whole: true, least: 1 });
  return count * units[scanner.word(unitLetters)];
}

/**
 * Writes a duration in the largest of days, hours and minutes that is exact, so that `24h` and `1d` come out alike. Weeks
 * come out as days, because people say "every 14 days".
 *
 * @example
 * formatDuration(1_209_600_000) // '14d'
 * formatDuration(5_400_000) // '90m'
 */
export function formatDuration(duration: Duration): string {
  const unit = (['d', 'h', 'm'] as const).find((one) => duration % units[one] === 0) ?? 'm';
  return `${duration / units[unit]}${unit}`;
}

/** How long it takes until points are worth half: `never` for points that do not decay. */
export type HalfLife = Duration | 'never';

/**
 * @throws GrammarError
 * @example
 * parseHalfLife('never') // 'never'
 */
export function parseHalfLife(text: string): HalfLife {
  return text.trim().toLowerCase() === 'never' ? 'never' : parseDuration(text);
}

/**
 * @example
 * formatHalfLife(86_400_000) // '1d'
 */
export function formatHalfLife(halfLife: HalfLife): string {
  return halfLife === 'never' ? 'never' : formatDuration(halfLife);
}

/** Time that counts only while the calendar is open, or a number of business days, due at the close of the last. */
export type BusinessTime = { unit: 'business-minutes'; count: number } | { unit: 'business-days'; count: number };

/**
 * Reads the business time of `{ business: 4h }`. Days and weeks are refused: a day of business time is not 24 hours.
 *
 * @throws GrammarError
 * @example
 * parseBusinessDuration('4h') // { unit: 'business-minutes', count: 240 }
 */
export function parseBusinessDuration(text: string): BusinessTime {
  const scanner = new Scanner(text, '90m or 4h; for days write business_days: 2');
  const count = scanner.number({ whole: true, least: 1 });
  const unit = scanner.word(['m', 'h'] as const);
  scanner.end();
  return { unit: 'business-minutes', count: unit === 'h' ? count * 60 : count };
}
