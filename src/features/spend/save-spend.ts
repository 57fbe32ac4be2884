import type { Ctx } from '../../context.ts';
import { decideChannel } from '../../core/channels/decide-channel.ts';
import { readChannels } from '../channels/read-channels.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { type SpendValues, saveSpendRows } from './store.ts';

export type { SpendValues } from './store.ts';

/** What was spent as it is to be; `before` is null for a new row. */
export type SpendSave = {
  before: SpendValues | null;
  after: Pick<
    SpendValues,
    'id' | 'day' | 'channel' | 'source' | 'medium' | 'campaign' | 'content' | 'amount' | 'currency'
  >;
};

/**
 * Writes spend, in the caller's transaction, who records what was done. A channel that nobody says follows from source, medium
 * and campaign by the workspace's rules. An amount in another currency than the workspace's has no base amount: no rate is known.
 */
export async function saveSpend(ctx: Ctx, saves: readonly SpendSave[]): Promise<void> {
  if (saves.length === 0) return;
  const { currency } = await readWorkspace(ctx);
  const table = await readChannels(ctx);
  const channelOf = ({ channel, source, medium, campaign }: SpendSave['after']) => {
    if (channel !== null || (source === null && medium === null && campaign === null)) return channel;
    const evidence = { isPage: true, host: null, referrer: null, clickIds: [], source, medium, campaign };
    return decideChannel(table, evidence).channel;
  };
  await saveSpendRows(
    ctx,
    saves.map(({ before, after }) => ({
      ...after,
      channel: channelOf(after),
      baseAmount: after.currency === currency ? after.amount : null,
      createdAt: before?.createdAt ?? ctx.now,
      version: (before?.version ?? 0) + 1,
    })),
  );
}
