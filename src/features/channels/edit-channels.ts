import { type Ctx, tx } from '../../context.ts';
import type { ChannelRule } from '../../core/channels/channel-rule.ts';
import { BatonError } from '../../core/errors.ts';
import { requireVersion } from '../../core/version.ts';
import { reachesDepartment } from '../../db/scope.ts';
import { recordChange } from '../audit/record-change.ts';
import { readChannels } from './read-channels.ts';
import type { ChannelTable } from './schema.ts';
import { ensureChannelRules, lockChannelRules, updateChannelRules } from './store.ts';

/** Replaces the rules, or brings back those of Baton. What is stored keeps the channel that it was given. */
export async function editChannels(
  ctx: Ctx,
  values: { rules: ChannelRule[] | null; ownHosts: string[] },
  version: number,
): Promise<ChannelTable> {
  if (!reachesDepartment(ctx, 'marketing')) {
    throw new BatonError(
      'forbidden',
      'channels.forbidden',
      'Only an admin or the head of Marketing may change channels.',
    );
  }
  return tx(ctx, async (ctx) => {
    await ensureChannelRules(ctx);
    const { rules, ownHosts } = requireVersion('channel-table', await lockChannelRules(ctx), version);
    await updateChannelRules(ctx, values);
    await recordChange(ctx, {
      verb: 'channels.edited',
      object: 'channels',
      objectId: ctx.workspace,
      before: { rules, ownHosts },
      after: values,
    });
    return readChannels(ctx);
  });
}
