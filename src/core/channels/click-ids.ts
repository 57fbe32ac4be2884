/** What the parameter that an advertiser or a mail tool adds to its links says of a visit. */
export type ClickId = { readonly tool: string; readonly source: string; readonly medium: string };

const ad = (tool: string, source: string): ClickId => ({ tool, source, medium: 'cpc' });
const mail = (tool: string, source: string): ClickId => ({ tool, source, medium: 'email' });
const social = (tool: string, source: string): ClickId => ({ tool, source, medium: 'social' });

/**
 * Click ids by their parameter. Where a link carries several, the first of this list speaks: an advertisement that was
 * paid for over a mail, and a mail over what a network adds to everything that it links to.
 */
export const clickIds: ReadonlyMap<string, ClickId> = new Map([
  ['gclid', ad('Google Ads', 'google')],
  ['gbraid', ad('Google Ads', 'google')],
  ['wbraid', ad('Google Ads', 'google')],
  ['dclid', { tool: 'Display & Video 360', source: 'dv360', medium: 'display' }],
  ['msclkid', ad('Microsoft Advertising', 'bing')],
  ['li_fat_id', ad('LinkedIn Ads', 'linkedin')],
  ['ttclid', ad('TikTok Ads', 'tiktok')],
  ['twclid', ad('X Ads', 'twitter')],
  ['rdt_cid', ad('Reddit Ads', 'reddit')],
  ['sccid', ad('Snapchat Ads', 'snapchat')],
  ['qclid', ad('Quora Ads', 'quora')],
  ['yclid', ad('Yandex Direct', 'yandex')],
  ['mc_cid', mail('Mailchimp', 'mailchimp')],
  ['mc_eid', mail('Mailchimp', 'mailchimp')],
  ['_hsenc', mail('HubSpot', 'hubspot')],
  ['_hsmi', mail('HubSpot', 'hubspot')],
  ['vgo_ee', mail('ActiveCampaign', 'activecampaign')],
  // Added to every link that leaves the network, paid or not: what was paid for says so by its parameters.
  ['fbclid', social('Facebook', 'facebook')],
  ['igshid', social('Instagram', 'instagram')],
]);
