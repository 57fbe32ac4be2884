import type { ChannelRule, ChannelTest } from './channel-rule.ts';
import type { SiteKind } from './known-sites.ts';

const medium = (is: ChannelTest['is'], ...values: string[]): ChannelTest => ({ field: 'medium', is, values });
const source = (...values: string[]): ChannelTest => ({ field: 'source', is: 'equals', values });
const site = (kind: SiteKind): ChannelTest => ({ field: 'site', is: 'equals', values: [kind] });
const campaign = (is: ChannelTest['is'], ...values: string[]): ChannelTest => ({ field: 'campaign', is, values });

/** One group a line: each must have a test that is met. */
const rule = (channel: string, ...groups: ChannelTest[][]): ChannelRule => ({
  key: channel,
  channel,
  when: groups.map((any) => ({ any })),
});

const paid = [medium('contains', 'cp'), medium('equals', 'ppc', 'retargeting'), medium('starts-with', 'paid')];
const shopping = [site('shopping'), campaign('has-word', 'shop', 'eshop'), campaign('contains', 'shopping')];
const mails = ['email', 'e-mail', 'e_mail', 'e mail'];

/**
 * The channel groups of Google Analytics 4 in their order, with assistants of artificial intelligence before what nobody
 * paid for. The first rule that holds wins.
 */
export const defaultRules: readonly ChannelRule[] = [
  rule('direct', [source('(direct)')], [medium('equals', '(none)', '(not set)')]),
  rule('cross-network', [campaign('contains', 'cross-network')]),
  rule('paid-shopping', shopping, paid),
  rule('paid-search', [site('search')], paid),
  rule('paid-social', [site('social')], paid),
  rule('paid-video', [site('video')], paid),
  rule('display', [medium('equals', 'display', 'banner', 'expandable', 'interstitial', 'cpm')]),
  rule('paid-other', paid),
  // Assistants name themselves as source of the links that they give, without a medium. A link that names one beats them.
  rule(
    'ai-assistant',
    [site('ai-assistant'), medium('equals', 'ai-assistant')],
    [medium('equals', 'ai-assistant', 'referral', 'organic', '(not set)')],
  ),
  rule('organic-shopping', shopping),
  rule('organic-social', [
    site('social'),
    medium('equals', 'social', 'social-network', 'social-media', 'sm', 'social network', 'social media'),
  ]),
  rule('organic-video', [site('video'), medium('contains', 'video')]),
  rule('organic-search', [site('search'), medium('equals', 'organic')]),
  rule('referral', [medium('equals', 'referral', 'app', 'link')]),
  rule('email', [source(...mails), medium('equals', ...mails), site('mail')]),
  rule('affiliates', [medium('equals', 'affiliate', 'affiliates')]),
  rule('audio', [medium('equals', 'audio')]),
  rule('sms', [source('sms'), medium('equals', 'sms')]),
  rule('mobile-push', [medium('ends-with', 'push'), medium('contains', 'mobile', 'notification'), source('firebase')]),
];
