import type { ChannelRule, ChannelTable, ChannelTest } from './channel-rule.ts';
import { clickIds } from './click-ids.ts';
import { type Arrival, type ChannelEvidence, isWithin, type NoArrival, readArrival } from './evidence.ts';

/** The channel of a touch and the rule that gave it; both null where the touch begins no visit. `why` is a sentence. */
export type ChannelDecision = { readonly channel: string | null; readonly rule: string | null; readonly why: string };

/** The channel of a visit that no rule knows. It is shown, so that somebody can write the rule that is missing. */
export const unassigned = 'unassigned';

/**
 * The channel of a touch, by the first rule that holds, and why it is this one.
 *
 * @example
 * decideChannel({ rules: defaultRules, ownHosts: [] }, { isPage: true, host: 'plant.example', referrer: '', source: 'google',
 *   medium: 'cpc', campaign: null, clickIds: [] }).channel // 'paid-search'
 */
export function decideChannel(table: ChannelTable, evidence: ChannelEvidence): ChannelDecision {
  const arrival = readArrival(evidence, table.ownHosts);
  if (arrival.from === null) return { channel: null, rule: null, why: sayNoArrival(arrival, evidence) };
  for (const rule of table.rules) {
    const met = rule.when.map(({ any }) => any.find((test) => isMet(test, arrival) !== null));
    if (met.some((test) => test === undefined)) continue;
    const tests = met.flatMap((test) => (test === undefined ? [] : [sayTest(test, arrival)]));
    const why = `${nameChannel(rule.channel)}: ${sayArrival(arrival)}, and the rule "${rule.key}" is met because ${joinWords(tests)}.`;
    return { channel: rule.channel, rule: rule.key, why };
  }
  return { channel: unassigned, rule: null, why: `Unassigned: ${sayArrival(arrival)}, and no rule is met by that.` };
}

/**
 * How a channel is shown to people.
 *
 * @example
 * nameChannel('paid-search') // 'Paid search'
 * nameChannel('ai-assistant') // 'AI assistant'
 */
export function nameChannel(channel: string): string {
  const words = channel.replaceAll('-', ' ');
  if (channel === 'sms') return 'SMS';
  return /^ai\b/.test(words) ? `AI${words.slice(2)}` : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The value of the rule that is met, null when none is. */
function isMet({ field, is, values }: ChannelTest, arrival: Arrival): string | null {
  const given = field === 'click-id' ? arrival.clickIds : [arrival[field]];
  for (const text of given) {
    const folded = text.trim().toLowerCase();
    if (folded === '') continue;
    const found = values.find((value) => compare(folded, is, value.trim().toLowerCase()));
    if (found !== undefined) return found;
  }
  return null;
}

function compare(text: string, is: ChannelTest['is'], value: string): boolean {
  switch (is) {
    case 'equals':
      return text === value;
    case 'contains':
      return text.includes(value);
    case 'starts-with':
      return text.startsWith(value);
    case 'ends-with':
      return text.endsWith(value);
    case 'within':
      return isWithin(text, value);
    case 'has-word':
      return beginsWord(text, value);
  }
}

function beginsWord(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    if (at === 0 || !/\p{L}/u.test(text.charAt(at - 1))) return true;
  }
  return false;
}

const siteNames: Record<string, string> = {
  search: 'a search engine',
  social: 'a social network',
  video: 'a video site',
  shopping: 'a shopping site',
  'ai-assistant': 'an AI assistant',
  mail: 'a mail site',
};
const comparisons: Record<ChannelTest['is'], string> = {
  equals: 'is',
  contains: 'contains',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  'has-word': 'has a word that begins with',
  within: 'is, or is below,',
};

function sayTest(test: ChannelTest, arrival: Arrival): string {
  if (test.field === 'site')
    return `the source "${arrival.source}" is ${siteNames[arrival.site] ?? 'what it asks for'}`;
  const field = test.field === 'click-id' ? 'a click id' : `the ${test.field}`;
  return `${field} ${comparisons[test.is]} "${isMet(test, arrival) ?? ''}"`;
}

function sayArrival(arrival: Arrival): string {
  const { from, source, medium, campaign, referrer } = arrival;
  if (from === 'nowhere')
    return 'the browser named no page before, so the address was typed, bookmarked or opened by a program';
  if (from === 'referrer') return `the visitor came from ${referrer}`;
  if (from === 'click-id') {
    const [name, click] = [...clickIds].find(([one]) => arrival.clickIds.includes(one)) ?? [];
    return `the link carried ${name}, the click id of ${click?.tool}, which stands for source "${source}" and medium "${medium}"`;
  }
  const told = [`source "${source}"`, `medium "${medium}"`, ...(campaign === '' ? [] : [`campaign "${campaign}"`])];
  return `the link said ${joinWords(told)}`;
}

function sayNoArrival({ reason }: NoArrival, { referrer, host }: ChannelEvidence): string {
  if (reason === 'inside') return `No channel: the visitor was on the same site already and came from ${referrer}.`;
  if (reason === 'unknown-page') {
    return `No channel: the page before, ${referrer}, has no name that is public${host === null ? '' : `, and is not ${host}`}.`;
  }
  return 'No channel: nothing was said of where the visitor came from, so this touch begins no visit.';
}

const joinWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** The rule keys that stand more than once, so that a table with them can be refused.
 *
 * @example
 * findDoubleKeys([]) // []
 */
export function findDoubleKeys(rules: readonly ChannelRule[]): string[] {
  const keys = rules.map(({ key }) => key);
  return [...new Set(keys.filter((key, at) => keys.indexOf(key) !== at))];
}
