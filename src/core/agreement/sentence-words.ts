import type { BusinessTime, Duration } from './duration.ts';

/**
 * @example
 * joinWords(['A1', 'A2', 'B1'], 'or') // 'A1, A2 or B1'
 */
export function joinWords(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/**
 * @example
 * sayCount(1, 'day') // '1 day'
 * sayCount(1000, 'lead') // '1,000 leads'
 */
export function sayCount(count: number, noun: string): string {
  return `${sayNumber(count)} ${count === 1 ? noun : pluralise(noun)}`;
}

/**
 * @example
 * pluralise('warm enquiry') // 'warm enquiries'
 */
export function pluralise(noun: string): string {
  if (/[^aeiou]y$/i.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/i.test(noun) ? `${noun}es` : `${noun}s`;
}

/**
 * A name as it stands inside of a sentence; an abbreviation keeps its capitals.
 *
 * @example
 * lowerFirst('Sales-ready lead') // 'sales-ready lead'
 * lowerFirst('MQL') // 'MQL'
 */
export function lowerFirst(name: string): string {
  return /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

/**
 * @example
 * sayNumber(250000) // '250,000'
 */
export function sayNumber(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 10 });
}

/**
 * @example
 * sayShare(0.8) // '80 %'
 */
export function sayShare(share: number): string {
  return `${Number((share * 100).toPrecision(15))} %`;
}

/**
 * @example
 * sayMoney(250000, 'EUR') // 'EUR 250,000'
 */
export function sayMoney(amount: number, currency: string): string {
  return `${currency} ${sayNumber(amount)}`;
}

/**
 * @example
 * sayDuration(1_209_600_000) // '14 days'
 */
export function sayDuration(duration: Duration): string {
  const units = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
  ] as const;
  const [length, noun] = units.find(([one]) => duration % one === 0) ?? [60_000, 'minute'];
  return sayCount(duration / length, noun);
}

/**
 * @example
 * sayBusinessTime({ unit: 'business-minutes', count: 60 }) // '1 business hour'
 */
export function sayBusinessTime({ unit, count }: BusinessTime): string {
  if (unit === 'business-days') return sayCount(count, 'business day');
  return count % 60 === 0 ? sayCount(count / 60, 'business hour') : sayCount(count, 'business minute');
}

const months = 'January February March April May June July August September October November December'.split(' ');

/**
 * @example
 * sayMoment('2026-10-01T08:00') // '1 October 2026, 08:00'
 */
export function sayMoment(moment: string): string {
  const [day = '', time] = moment.split('T');
  const [year, month, date] = day.split('-').map(Number);
  const spoken = `${date} ${months[(month ?? 1) - 1]} ${year}`;
  return time === undefined ? spoken : `${spoken}, ${time.replace('Z', ' UTC')}`;
}

/**
 * A key in words: how things are said that have no name of their own.
 *
 * @example
 * sayKey('demo-request') // 'demo request'
 */
export function sayKey(key: string): string {
  return key.replace(/[-_.]+/g, ' ').trim();
}

/**
 * @example
 * capitalise('mid-market') // 'Mid-market'
 */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const people: Record<string, string> = {
  owner: 'the owner',
  'team-lead': 'the team lead',
  'head-of-sales': 'the head of Sales',
  'head-of-marketing': 'the head of Marketing',
  sponsor: 'the sponsor',
  board: 'both heads and the Scoreboard',
  'campaign.owner': 'the owner of the campaign',
  revops: 'the administrator for revenue operations',
  marketing: 'Marketing',
  sales: 'Sales',
  both: 'Marketing and Sales',
  heads: 'both heads',
  'team-leads': 'the team leads',
};

/**
 * @example
 * sayWho('head-of-sales') // 'the head of Sales'
 */
export function sayWho(who: string): string {
  return people[who] ?? sayKey(who);
}
