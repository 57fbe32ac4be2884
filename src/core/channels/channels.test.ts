import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChannelRule, type ChannelTable } from './channel-rule.ts';
import { clickIds } from './click-ids.ts';
import { decideChannel, findDoubleKeys, nameChannel } from './decide-channel.ts';
import { defaultRules } from './default-rules.ts';
import type { ChannelEvidence } from './evidence.ts';
import { findSiteKind } from './known-sites.ts';
import { explainChannel, readCampaignTouch } from './read-evidence.ts';

const table: ChannelTable = { rules: defaultRules, ownHosts: ['pay.example', 'plant-shop.example'] };
const host = 'www.plant.example';
const page = (search: string, referrer: string | null = '', isPage = true) =>
  readCampaignTouch(isPage, host, {}, { page: { search, ...(referrer === null ? {} : { referrer }) } }).evidence;
const utm = (source: string, medium = '', campaign = '') =>
  `?${new URLSearchParams({ utm_source: source, utm_medium: medium, utm_campaign: campaign })}`;

describe('the channel of a visit', () => {
  it.each<[channel: string | null, search: string, referrer?: string]>([
    // What the link says of itself.
    ['paid-search', utm('google', 'cpc')],
    ['paid-search', utm('Bing', 'PPC')],
    ['paid-search', utm('duckduckgo.com', 'paid-search')],
    ['paid-search', utm('www.google.de', 'cpm')],
    ['paid-search', utm('baidu', 'retargeting')],
    ['paid-social', utm('facebook', 'cpc')],
    ['paid-social', utm('fb', 'paid')],
    ['paid-social', utm('linkedin', 'paidsocial')],
    ['paid-social', utm('l.instagram.com', 'cpv')],
    ['paid-video', utm('youtube', 'cpv')],
    ['paid-video', utm('vimeo.com', 'paid')],
    ['paid-shopping', utm('amazon', 'cpc')],
    ['paid-shopping', utm('google', 'cpc', 'Spring shopping')],
    ['paid-shopping', utm('partner', 'cpc', 'summer_shop_1')],
    ['paid-search', utm('google', 'cpc', 'workshop in May')],
    ['paid-other', utm('industry-news', 'cpc')],
    ['paid-other', utm('newsletter', 'paid')],
    ['display', utm('industry-news', 'display')],
    ['display', utm('industry-news', 'banner')],
    ['cross-network', utm('google', 'cpc', '12-Cross-Network-all')],
    ['organic-shopping', utm('etsy', 'referral')],
    ['organic-shopping', utm('magazine', 'link', 'eshop tips')],
    ['organic-social', utm('linkedin')],
    ['organic-social', utm('someone', 'social-media')],
    ['organic-social', utm('company-page', 'sm')],
    ['organic-video', utm('youtube', 'referral')],
    ['organic-video', utm('partner', 'product-video')],
    ['organic-search', utm('google')],
    ['organic-search', utm('intranet', 'organic')],
    ['email', utm('newsletter', 'email')],
    ['email', utm('e-mail', 'june')],
    ['email', utm('autumn', 'E-Mail')],
    ['affiliates', utm('partner', 'affiliate')],
    ['referral', utm('partner', 'link')],
    ['audio', utm('podcast', 'audio')],
    ['sms', utm('sms')],
    ['sms', utm('campaign', 'sms')],
    ['mobile-push', utm('app', 'web-push')],
    ['mobile-push', utm('firebase')],
    ['direct', utm('(direct)', '(none)')],
    ['unassigned', utm('newsletter')],
    ['unassigned', utm('trade-fair', 'booth')],
    ['unassigned', '?utm_campaign=autumn'],
    // Assistants name themselves; a link that says more beats them.
    ['ai-assistant', utm('chatgpt.com')],
    ['ai-assistant', utm('openai', 'referral')],
    ['ai-assistant', '', 'https://chatgpt.com/'],
    ['ai-assistant', '', 'https://www.perplexity.ai/search?q=baton'],
    ['ai-assistant', '', 'https://claude.ai/chat/1'],
    ['ai-assistant', '', 'https://gemini.google.com/app'],
    ['ai-assistant', '', 'https://copilot.microsoft.com'],
    ['email', utm('autumn', 'email'), 'https://chatgpt.com/'],
    ['paid-other', utm('chatgpt.com', 'cpc')],
    // Click ids stand for what the link does not say.
    ['paid-search', '?gclid=Cj0KCQ'],
    ['paid-search', '?GCLID=Cj0KCQ', 'https://www.google.com/'],
    ['paid-search', '?wbraid=1'],
    ['paid-search', '?msclkid=1', 'https://www.bing.com/'],
    ['paid-social', '?li_fat_id=1'],
    ['paid-social', '?ttclid=1'],
    ['paid-social', '?rdt_cid=1'],
    ['display', '?dclid=1'],
    ['organic-social', '?fbclid=1', 'https://l.facebook.com/'],
    ['paid-social', `${utm('facebook', 'cpc')}&fbclid=1`],
    ['email', '?mc_cid=1&mc_eid=2'],
    ['email', '?_hsmi=3'],
    ['paid-search', `${utm('google')}&gclid=1`],
    ['paid-search', '?utm_campaign=autumn&gclid=1'],
    ['email', `${utm('newsletter', 'email')}&gclid=1`],
    ['unassigned', `${utm('newsletter')}&fbclid=1`],
    ['paid-search', '?fbclid=1&gclid=2'],
    // The page before.
    ['organic-search', '', 'https://www.google.co.uk/'],
    ['organic-search', '', 'https://search.yahoo.com/search'],
    ['organic-search', '', 'android-app://com.google.android.googlequicksearchbox/'],
    ['organic-social', '', 'https://www.linkedin.com/feed/'],
    ['organic-social', '', 'https://t.co/abc'],
    ['organic-social', '', 'https://news.ycombinator.com/item?id=1'],
    ['organic-video', '', 'https://www.youtube.com/watch?v=1'],
    ['organic-shopping', '', 'https://www.amazon.de/dp/1'],
    ['email', '', 'https://mail.google.com/mail/u/0/'],
    ['email', '', 'android-app://com.google.android.gm/'],
    ['referral', '', 'https://docs.google.com/document/d/1'],
    ['referral', '', 'https://partner.example/blog'],
    ['referral', '', 'https://notgoogle.example/'],
    ['paid-search', '?utm_medium=cpc', 'https://www.google.com/'],
    // Nowhere, or no visit.
    ['direct', ''],
    ['direct', '', '$direct'],
    ['direct', '?page=2'],
    [null, '', 'https://www.plant.example/pricing'],
    [null, '', 'https://blog.plant.example/'],
    [null, '', 'https://checkout.pay.example/done'],
    [null, '', 'http://localhost:3000/'],
    [null, '', 'http://192.168.0.7/wiki'],
    ['email', utm('autumn', 'email'), 'https://www.plant.example/'],
  ])('is %s for %j after %j', (channel, search, referrer) => {
    expect(decideChannel(table, page(search, referrer))).toMatchObject({ channel });
  });

  it('is none where a message says nothing of where from, and none of what is no page', () => {
    expect(decideChannel(table, page('', null))).toMatchObject({ channel: null });
    expect(decideChannel(table, page('', '', false))).toMatchObject({ channel: null });
    expect(decideChannel(table, page(utm('google', 'cpc'), '', false))).toMatchObject({ channel: 'paid-search' });
  });

  it.each([
    [
      utm('google', 'cpc'),
      '',
      'Paid search: the link said source "google" and medium "cpc", and the rule "paid-search" is met because the source "google" is a search engine and the medium contains "cp".',
    ],
    [
      '?gclid=1',
      '',
      'Paid search: the link carried gclid, the click id of Google Ads, which stands for source "google" and medium "cpc", and the rule "paid-search" is met because the source "google" is a search engine and the medium contains "cp".',
    ],
    [
      '',
      'https://claude.ai/',
      'AI assistant: the visitor came from claude.ai, and the rule "ai-assistant" is met because the source "claude.ai" is an AI assistant and the medium is "ai-assistant".',
    ],
    [
      utm('fair', 'booth'),
      '',
      'Unassigned: the link said source "fair" and medium "booth", and no rule is met by that.',
    ],
    [
      '',
      'https://blog.plant.example/',
      'No channel: the visitor was on the same site already and came from blog.plant.example.',
    ],
    [
      '',
      'http://localhost:3000/',
      'No channel: the page before, localhost, has no name that is public, and is not www.plant.example.',
    ],
  ])('is explained: %j after %j', (search, referrer, why) => {
    expect(decideChannel(table, page(search, referrer)).why).toBe(why);
  });

  it('follows the rules of the workspace, in their order', () => {
    const events: ChannelRule = {
      key: 'fairs',
      channel: 'events',
      when: [
        { any: [{ field: 'medium', is: 'equals', values: ['Booth'] }] },
        {
          any: [
            { field: 'source', is: 'starts-with', values: ['fair'] },
            { field: 'campaign', is: 'ends-with', values: ['fair'] },
          ],
        },
      ],
    };
    const forum: ChannelRule = {
      key: 'forum',
      channel: 'community',
      when: [
        {
          any: [
            { field: 'referrer', is: 'within', values: ['forum.example'] },
            { field: 'click-id', is: 'equals', values: ['rdt_cid'] },
          ],
        },
      ],
    };
    const own = { ...table, rules: [events, forum, ...defaultRules] };
    expect(decideChannel(own, page(utm('fair-2026', 'booth'))).channel).toBe('events');
    expect(decideChannel(own, page('', 'https://de.forum.example/t/1')).rule).toBe('forum');
    expect(decideChannel(own, page('?rdt_cid=1')).channel).toBe('community');
    expect(decideChannel(own, page(utm('google', 'cpc'))).channel).toBe('paid-search');
    expect(decideChannel({ ...table, rules: [] }, page(utm('google', 'cpc'))).channel).toBe('unassigned');
  });
});

describe('known sites', () => {
  it.each([
    ['google', 'search'],
    ['www.google.com.au', 'search'],
    ['yandex.ru', 'search'],
    ['google.evil.example', null],
    ['evilgoogle.com', null],
    ['facebook', 'social'],
    ['m.facebook.com', 'social'],
    ['xfacebook.com', null],
    ['target', null],
    ['chat.openai.com', 'ai-assistant'],
    ['platform.openai.com', null],
    ['outlook.live.com', 'mail'],
    ['', null],
    ['not a host', null],
  ])('%s is %s', (text, kind) => expect(findSiteKind(text)).toBe(kind));
});

describe('reading a message', () => {
  it('takes the word of the client over the address, and that over a field of a form', () => {
    const { evidence, content, props } = readCampaignTouch(
      false,
      null,
      {
        utm_source: 'form',
        utm_medium: 'hidden',
        gclid: 'from-form',
        url: 'https://a.example/?utm_source=address&utm_term=belt',
      },
      { campaign: { source: 'client', content: 'blue', id: 42 } },
    );
    expect(evidence).toMatchObject({ source: 'client', medium: 'hidden', clickIds: ['gclid'], referrer: null });
    expect(content).toBe('blue');
    expect(props).toEqual({ gclid: 'from-form', utm_id: '42', utm_term: 'belt' });
  });

  it('finds parameters of long addresses, and none behind the fragment', () => {
    const search = `?q=${'x'.repeat(2000)}&gclid=late#&utm_source=no`;
    expect(readCampaignTouch(true, null, {}, { page: { search } })).toMatchObject({
      evidence: { source: null, clickIds: ['gclid'] },
    });
  });

  it('never throws and never invents a channel, whatever a program sends', () => {
    const keys = new Set([...defaultRules.map(({ channel }) => channel), 'unassigned', null]);
    const given = fc.dictionary(
      fc.constantFrom('url', 'search', 'referrer', 'utm_source', 'gclid', 'page', 'campaign'),
      fc.anything(),
    );
    fc.assert(
      fc.property(fc.boolean(), given, given, (isPage, properties, context) => {
        const { evidence, props } = readCampaignTouch(isPage, null, properties, { ...context, page: properties });
        expect(keys).toContain(decideChannel(table, evidence).channel);
        expect(Object.values(props).every((value) => typeof value === 'string')).toBe(true);
      }),
    );
  });
});

describe('a stored touch', () => {
  const stored = (evidence: ChannelEvidence, props: Record<string, string>) => {
    const { source, medium, campaign } = evidence;
    const { channel } = decideChannel(table, evidence);
    return { kind: 'page-viewed', host: evidence.host, channel, source, medium, campaign, props };
  };

  it('is explained by what it keeps, as when it came', () => {
    for (const [search, referrer] of [
      [utm('google', 'cpc', 'autumn'), 'https://www.google.com/'],
      ['?gclid=1', ''],
      ['', 'https://claude.ai/'],
      ['', ''],
      ['', 'https://blog.plant.example/'],
    ] as const) {
      const { evidence, props } = readCampaignTouch(true, host, {}, { page: { search, referrer } });
      expect(explainChannel(table, stored(evidence, props))).toBe(decideChannel(table, evidence).why);
    }
  });

  it('keeps its channel when rules change, and says so', () => {
    const { evidence, props } = readCampaignTouch(
      true,
      host,
      {},
      { page: { search: utm('fair', 'booth'), referrer: '' } },
    );
    expect(explainChannel({ ...table, rules: [] }, { ...stored(evidence, props), channel: 'events' })).toBe(
      'It was stored as events, by the rules of that time. By those of now it would be: Unassigned: the link said source "fair" and medium "booth", and no rule is met by that.',
    );
  });
});

it('rules that come with Baton are sound, each under a key of its own', () => {
  expect(defaultRules.map((rule) => ChannelRule.parse(rule))).toEqual(defaultRules);
  expect(findDoubleKeys(defaultRules)).toEqual([]);
  expect(findDoubleKeys([...defaultRules, ...defaultRules.slice(0, 2)])).toEqual(['direct', 'cross-network']);
  expect(nameChannel('sms')).toBe('SMS');
  for (const [name, { source, medium }] of clickIds) {
    const { channel } = decideChannel(table, page(`?${name}=1`));
    expect(channel, name).not.toBe('unassigned');
    expect(decideChannel(table, page(utm(source, medium))).channel, name).toBe(channel);
  }
});
