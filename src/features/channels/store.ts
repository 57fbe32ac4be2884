import type { Ctx } from '../../context.ts';
import type { ChannelRule } from '../../core/channels/channel-rule.ts';

type Values = { rules: readonly ChannelRule[] | null; ownHosts: readonly string[] };

const tableOf = (ctx: Ctx) =>
  ctx.db.selectFrom('channelRules').select(['rules', 'ownHosts', 'version']).where('workspaceId', '=', ctx.workspace);

export async function findChannelRules(ctx: Ctx) {
  return tableOf(ctx).executeTakeFirst();
}

export async function lockChannelRules(ctx: Ctx) {
  return tableOf(ctx).forUpdate().executeTakeFirst();
}

/** A row to lock for the first edit of a workspace, with what holds without one. */
export async function ensureChannelRules(ctx: Ctx): Promise<void> {
  await ctx.db
    .insertInto('channelRules')
    .values({ workspaceId: ctx.workspace, ...toColumns({ rules: null, ownHosts: [] }), updatedAt: ctx.now, version: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function updateChannelRules(ctx: Ctx, values: Values): Promise<void> {
  await ctx.db
    .updateTable('channelRules')
    .set((eb) => ({ ...toColumns(values), updatedAt: ctx.now, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .execute();
}

const toColumns = ({ rules, ownHosts }: Values) => ({
  rules: rules === null ? null : JSON.stringify(rules),
  ownHosts: JSON.stringify(ownHosts),
});
