import { expect, it } from 'vitest';
import { defaultRules } from '../../../src/core/channels/default-rules.ts';
import { tryAddress } from './read-example.ts';

const table = { rules: defaultRules, ownHosts: [] };

it.each<[address: string, before: string, channel: string | null]>([
  ['https://plant.example/?utm_source=google&utm_medium=cpc', '', 'paid-search'],
  ['plant.example/pricing?gclid=1', '', 'paid-search'],
  ['https://plant.example/', 'https://www.linkedin.com/feed/', 'organic-social'],
  ['https://plant.example/', 'claude.ai', 'ai-assistant'],
  ['https://plant.example/', '', 'direct'],
  ['https://plant.example/', 'https://www.plant.example/pricing', null],
])('gives %s after "%s" the channel %s', (address, before, channel) => {
  expect(tryAddress(table, address, before)?.channel).toBe(channel);
});

it.each(['', '   ', 'https://', 'not an address'])('takes %j as no address', (address) => {
  expect(tryAddress(table, address, '')).toBeNull();
});
