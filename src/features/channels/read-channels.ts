import type { Ctx } from '../../context.ts';
import { defaultRules } from '../../core/channels/default-rules.ts';
import type { ChannelTable } from './schema.ts';
import { findChannelRules } from './store.ts';

/** The rules that hold now: the workspace's own, else those that come with Baton. */
export async function readChannels(ctx: Ctx): Promise<ChannelTable> {
  const { rules, ownHosts, version } = (await findChannelRules(ctx)) ?? { rules: null, ownHosts: [], version: 0 };
  return { rules: rules ?? [...defaultRules], isDefault: rules === null, ownHosts, version };
}
