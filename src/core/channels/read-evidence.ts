import { readRecord, readText } from '../capture/read-text.ts';
import type { ChannelTable } from './channel-rule.ts';
import { clickIds } from './click-ids.ts';
import { decideChannel } from './decide-channel.ts';
import type { ChannelEvidence } from './evidence.ts';

type Given = Readonly<Record<string, unknown>>;

/** What a message says of a campaign, and what is kept beside the properties of its touch so that its channel can be explained. */
export type CampaignTouch = {
  evidence: ChannelEvidence;
  content: string | null;
  props: Readonly<Record<string, string>>;
};

/** Parameters of links beside the five that touches have fields for. */
const furtherParameters = ['utm_id', 'utm_term', 'utm_source_platform', 'utm_creative_format', 'utm_marketing_tactic'];

/** The longest address that is searched for parameters; browsers and servers cut longer ones. */
const longestAddress = 16_384;

/**
 * Reads how a visitor arrived out of one message: `context.campaign`, the parameters of the page's address, fields of a form
 * that carry the same names, click ids and the page before. Click ids are kept with their values: an advertiser asks for
 * them when a deal that was won is reported back.
 *
 * @example
 * readCampaignTouch(true, 'plant.example', { search: '?utm_source=google&gclid=x1' }, {}).props // { gclid: 'x1' }
 */
export function readCampaignTouch(
  isPage: boolean,
  host: string | null,
  properties: Given,
  context: Given,
): CampaignTouch {
  const page = readRecord(context.page);
  const campaign = readRecord(context.campaign);
  const query = readQuery([page.search, properties.search, properties.url, page.url]);
  const told = (name: string) => query.get(name) ?? readText(properties[name]);
  const field = (name: string, parameter: string) => readText(campaign[name]) ?? told(parameter);
  const names = [...clickIds.keys()].filter((name) => told(name) !== null);
  const referrer = readReferrer(page.referrer ?? properties.referrer);
  const kept = new Map<string, string>();
  for (const name of names) kept.set(name, told(name) ?? '');
  for (const parameter of furtherParameters) {
    const text = field(parameter.slice('utm_'.length), parameter);
    if (text !== null) kept.set(parameter, text);
  }
  if (referrer !== null) kept.set('referrer_host', referrer);
  return {
    evidence: {
      isPage,
      host,
      referrer,
      source: field('source', 'utm_source'),
      medium: field('medium', 'utm_medium'),
      campaign: field('name', 'utm_campaign'),
      clickIds: names,
    },
    content: field('content', 'utm_content'),
    props: Object.fromEntries(kept),
  };
}

/** Parameters by their lower-case names, the first word of each. */
function readQuery(addresses: readonly unknown[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const address of addresses) {
    if (typeof address !== 'string' || !address.includes('?')) continue;
    const query = address.slice(address.indexOf('?') + 1, longestAddress).replace(/#.*$/s, '');
    for (const [name, value] of new URLSearchParams(query)) {
      const text = readText(value);
      const key = name.toLowerCase();
      if (text !== null && !found.has(key)) found.set(key, text);
    }
  }
  return found;
}

/** The host of the page before as the browser told it; '' when it said that there was none, null when it said nothing. */
function readReferrer(given: unknown): string | null {
  if (typeof given !== 'string') return null;
  const text = readText(given) ?? '';
  // RudderStack's word for none.
  if (text === '' || text === '$direct') return '';
  const host = /^(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(text)?.[1];
  return (host ?? text.split(/[/?#]/)[0] ?? '').toLowerCase();
}

/** A stored touch, as far as its channel can be explained by it. */
export type StoredTouch = {
  kind: string;
  host: string | null;
  channel: string | null;
  source: string | null;
  medium: string | null;
  campaign: string | null;
  props: Given;
};

/**
 * Why a stored touch has its channel, as a sentence. Rules may have changed since it was stored; its channel stays, and the
 * sentence says so.
 *
 * @example
 * explainChannel({ rules: defaultRules, ownHosts: [] }, { kind: 'page-viewed', host: 'plant.example', channel: null, source: null,
 *   medium: null, campaign: null, props: { referrer_host: 'www.plant.example' } })
 * // 'No channel: the visitor was on the same site already and came from www.plant.example.'
 */
export function explainChannel(table: ChannelTable, touch: StoredTouch): string {
  const referrer = touch.props.referrer_host;
  const { channel, why } = decideChannel(table, {
    isPage: touch.kind === 'page-viewed',
    host: touch.host,
    referrer: typeof referrer === 'string' ? referrer : null,
    source: touch.source,
    medium: touch.medium,
    campaign: touch.campaign,
    clickIds: [...clickIds.keys()].filter((name) => readText(touch.props[name]) !== null),
  });
  if (channel === touch.channel) return why;
  const stored = touch.channel === null ? 'without a channel' : `as ${touch.channel}`;
  return `It was stored ${stored}, by the rules of that time. By those of now it would be: ${why}`;
}
