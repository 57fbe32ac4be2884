import { type Duration, formatDuration, readDuration } from './duration.ts';
import { Scanner } from './grammar.ts';

/** A part of a whole: 0.8 for `80%`. Above 1 in escalation steps only. */
export type Share = number;

/**
 * @throws GrammarError
 * @example
 * parseShare('80%') // 0.8
 */
export function parseShare(text: string): Share {
  const scanner = new Scanner(text, '80%');
  const share = readShare(scanner);
  scanner.end();
  return share;
}

function readShare(scanner: Scanner): Share {
  const percent = scanner.number();
  scanner.sign('%');
  return toShare(percent);
}

/** Rounded in the 15th digit, so that 7.3 % is the number that a person means by .073 and not its neighbour. */
function toShare(percent: number): Share {
  return Number((percent / 100).toPrecision(15));
}

/**
 * @example
 * formatShare(0.073) // '7.3%'
 */
export function formatShare(share: Share): string {
  return `${Number((share * 100).toPrecision(15))}%`;
}

export const periods = ['week', 'month', 'quarter', 'year'] as const;
export type Period = (typeof periods)[number];

/** So much in each period, in whole units of what is counted (money: units of the currency, not cents). */
export type AmountPer = { amount: number; per: Period };

/**
 * @throws GrammarError
 * @example
 * parseAmountPer('250000 per month') // { amount: 250000, per: 'month' }
 */
export function parseAmountPer(text: string): AmountPer {
  const scanner = new Scanner(text, '250000 per month');
  const amount = scanner.number();
  scanner.word(['per'] as const);
  const per = scanner.word(periods);
  scanner.end();
  return { amount, per };
}

/**
 * @example
 * formatAmountPer({ amount: 250000, per: 'month' }) // '250000 per month'
 */
export function formatAmountPer({ amount, per }: AmountPer): string {
  return `${amount} per ${per}`;
}

/** At most `count` within each window of `per` milliseconds. */
export type CountPer = { count: number; per: Duration };

/**
 * @throws GrammarError
 * @example
 * parseCountPer('3 per 365d') // { count: 3, per: 31536000000 }
 */
export function parseCountPer(text: string): CountPer {
  const scanner = new Scanner(text, '3 per 365d');
  const count = scanner.number({ whole: true, least: 1 });
  scanner.word(['per'] as const);
  const per = readDuration(scanner);
  scanner.end();
  return { count, per };
}

/**
 * @example
 * formatCountPer({ count: 3, per: 31_536_000_000 }) // '3 per 365d'
 */
export function formatCountPer({ count, per }: CountPer): string {
  return `${count} per ${formatDuration(per)}`;
}

/**
 * Reads a cap on open handoffs: those offered or accepted that have no deal.
 *
 * @throws GrammarError
 * @example
 * parseOpenCap('15 open') // 15
 */
export function parseOpenCap(text: string): number {
  const scanner = new Scanner(text, '15 open');
  const cap = scanner.number({ whole: true, least: 1 });
  scanner.word(['open'] as const);
  scanner.end();
  return cap;
}

/** How many people take part, both ends included. */
export type PeopleRange = { from: number; to: number };

/**
 * @throws GrammarError
 * @example
 * parsePeopleRange('3 to 5') // { from: 3, to: 5 }
 */
export function parsePeopleRange(text: string): PeopleRange {
  const scanner = new Scanner(text, '3 to 5');
  const from = scanner.number({ whole: true, least: 1 });
  const to = scanner.takes('to') ? scanner.number({ whole: true, least: from }) : from;
  scanner.end();
  return { from, to };
}

/**
 * @example
 * formatPeopleRange({ from: 3, to: 5 }) // '3 to 5'
 */
export function formatPeopleRange({ from, to }: PeopleRange): string {
  return from === to ? `${from}` : `${from} to ${to}`;
}

/** What a KPI should reach: a share, a duration, an amount in a period, or a plain amount. */
export type Target =
  | { kind: 'share'; share: Share }
  | { kind: 'duration'; duration: Duration }
  | { kind: 'amount-per'; amount: number; per: Period }
  | { kind: 'amount'; amount: number };

/**
 * @throws GrammarError
 * @example
 * parseTarget('90%') // { kind: 'share', share: 0.9 }
 * parseTarget('45d') // { kind: 'duration', duration: 3888000000 }
 */
export function parseTarget(text: string): Target {
  const scanner = new Scanner(text, '90%, 45d, 6000 or 250000 per month');
  const amount = scanner.number();
  const rest = scanner.text.slice(scanner.at);
  if (rest === '') return { kind: 'amount', amount };
  if (rest.startsWith('%')) return { kind: 'share', share: parseShare(text) };
  if (rest.startsWith('per')) return { kind: 'amount-per', ...parseAmountPer(text) };
  scanner.at = text.length - text.trimStart().length;
  const duration = readDuration(scanner);
  scanner.end();
  return { kind: 'duration', duration };
}

/**
 * @example
 * formatTarget({ kind: 'share', share: 0.9 }) // '90%'
 */
export function formatTarget(target: Target): string | number {
  if (target.kind === 'share') return formatShare(target.share);
  if (target.kind === 'duration') return formatDuration(target.duration);
  return target.kind === 'amount-per' ? formatAmountPer(target) : target.amount;
}
