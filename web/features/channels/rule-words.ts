/** Rules of channels as sentences, and the words of their parts. */
import type { ChannelRule, ChannelTest } from '../../../src/core/channels/channel-rule.ts';

export const fieldName: Record<ChannelTest['field'], string> = {
  source: 'source',
  medium: 'medium',
  campaign: 'campaign',
  referrer: 'page before',
  'click-id': 'click id',
  site: 'kind of site',
};

export const comparisonName: Record<ChannelTest['is'], string> = {
  equals: 'is',
  contains: 'contains',
  'starts-with': 'begins with',
  'ends-with': 'ends with',
  'has-word': 'has a word that begins with',
  within: 'is, or is below,',
};

/** Kinds of site as the first part of core/channels knows them. */
export const siteName: Record<string, string> = {
  search: 'a search engine',
  social: 'a social network',
  video: 'a video site',
  shopping: 'a shopping site',
  'ai-assistant': 'an AI assistant',
  mail: 'a mail site',
};

/** So many values are named; the rest is counted. */
const named = 6;

/**
 * What must be met, without the channel.
 *
 * @example
 * sayRule({ key: 'fairs', channel: 'events', when: [{ any: [{ field: 'medium', is: 'equals', values: ['booth', 'fair'] }] }] })
 * // 'the medium is "booth" or "fair"'
 */
export function sayRule({ when }: Pick<ChannelRule, 'when'>): string {
  const groups = when.map(({ any }) => any.map(sayTest).join(', or '));
  return groups.length === 1 ? (groups[0] ?? '') : groups.join('; and ');
}

function sayTest({ field, is, values }: ChannelTest): string {
  const words = field === 'site' ? values.map((value) => siteName[value] ?? `"${value}"`) : values.map(quote);
  const shown = words.slice(0, named);
  const rest = words.length - shown.length;
  const list = or(rest > 0 ? [...shown, `${rest} more`] : shown);
  if (field === 'site') return `the visitor comes from ${list}`;
  return `the ${fieldName[field]} ${comparisonName[is]} ${list}`;
}

const quote = (value: string) => `"${value}"`;

const or = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** One value a line, as people type lists. */
export const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];
