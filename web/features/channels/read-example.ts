/** An example address as evidence of a visit, so that the page can say which channel it would get. */

import type { ChannelTable } from '../../../src/core/channels/channel-rule.ts';
import { type ChannelDecision, decideChannel } from '../../../src/core/channels/decide-channel.ts';
import { readCampaignTouch } from '../../../src/core/channels/read-evidence.ts';

export const addressFault = 'Write the address of a page, such as https://www.example.com/?utm_source=google.';

/**
 * The channel of a visit of an address, coming from another page; an empty one means that the browser named none. Null when
 * the address is none.
 */
export function tryAddress(table: ChannelTable, address: string, before: string): ChannelDecision | null {
  const text = address.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
  if (text === '' || !url?.hostname) return null;
  const page = { url: url.href, referrer: before.trim() };
  const { evidence } = readCampaignTouch(true, url.hostname, {}, { page });
  return decideChannel(table, evidence);
}
