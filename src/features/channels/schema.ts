import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { ChannelRule } from '../../core/channels/channel-rule.ts';
import { findDoubleKeys } from '../../core/channels/decide-channel.ts';
import { contract } from '../../core/contract.ts';
import { readHost } from '../../core/identity/host.ts';

const Host = z
  .string()
  .trim()
  .max(253)
  .refine((text) => readHost(text) === text.toLowerCase(), 'Please write a host alone, such as shop.example.com.')
  .transform((text) => text.toLowerCase());

const Rules = z
  .array(ChannelRule)
  .max(200)
  .refine((rules) => findDoubleKeys(rules).length === 0, {
    error: ({ input }) =>
      `Give each rule a key of its own; ${findDoubleKeys(input as ChannelRule[]).join(', ')} is there twice.`,
  });

/** How channels are named: the first rule that holds wins. */
export const ChannelTable = z.object({
  rules: z.array(ChannelRule),
  /** The rules are those that come with Baton. */
  isDefault: z.boolean(),
  /** Hosts between which a visitor stays on the same site: own domains, and pages that visitors only pass through. */
  ownHosts: z.array(z.string()),
  /** 0 until somebody edits the table. */
  version: z.int(),
});
export type ChannelTable = z.infer<typeof ChannelTable>;

export const getChannels = contract({
  id: 'channels.get',
  method: 'GET',
  path: '/api/channels',
  summary: 'Read the rules by which channels are named, and the hosts of the own site.',
  access: { roles: everyRole('all'), scope: 'sources:read' },
  response: ChannelTable,
  versioned: 'read',
});

export const editChannels = contract({
  id: 'channels.edit',
  method: 'PUT',
  path: '/api/channels',
  summary: 'Replace the rules by which channels are named; null brings back those of Baton. Stored touches stay.',
  access: { roles: { admin: 'all', head: 'department' }, scope: 'sources:write' },
  body: z.strictObject({ rules: Rules.nullable(), ownHosts: z.array(Host).max(200) }),
  response: ChannelTable,
  versioned: 'edit',
  example: {
    rules: [
      { key: 'fairs', channel: 'events', when: [{ any: [{ field: 'medium', is: 'equals', values: ['booth'] }] }] },
    ],
    ownHosts: ['pay.example.com'],
  },
});
