import { z } from 'zod';

/** What a rule can ask about: what the link said, or what stands for it where it said nothing. */
export const channelFields = ['source', 'medium', 'campaign', 'referrer', 'click-id', 'site'] as const;

/**
 * How it compares, without regard to case. `within` is for hosts: the host itself or one below it. `has-word` is met by a
 * word that begins so: `shop` by "spring-shopping" and not by "workshop".
 */
export const channelComparisons = ['equals', 'contains', 'starts-with', 'ends-with', 'has-word', 'within'] as const;

const Key = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Write lower-case letters and digits with single hyphens, such as paid-search.');

/** Met when the field compares with one of the values. */
export const ChannelTest = z.strictObject({
  field: z.enum(channelFields),
  is: z.enum(channelComparisons),
  values: z.array(z.string().trim().min(1, 'Please fill this in.').max(200)).min(1).max(500),
});
export type ChannelTest = z.infer<typeof ChannelTest>;

/** One line of the table: every group of `when` must have a test that is met. */
export const ChannelRule = z.strictObject({
  key: Key,
  channel: Key,
  when: z
    .array(z.strictObject({ any: z.array(ChannelTest).min(1).max(50) }))
    .min(1)
    .max(10),
});
export type ChannelRule = z.infer<typeof ChannelRule>;

/**
 * The rules by which a workspace names channels, the first that holds wins, and the hosts between which a visitor stays
 * on the same site: further domains of one's own, and those that visitors only pass through, such as a payment page.
 */
export type ChannelTable = { readonly rules: readonly ChannelRule[]; readonly ownHosts: readonly string[] };
