import { type Ctx, tx } from '../../context.ts';
import { type NotificationKind, type NotificationWay, notificationKinds, usualWay } from '../../core/notification.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import type { NotificationSettings } from './schema.ts';
import { saveWays, selectWays } from './store.ts';

/** How the caller is told of each kind. */
export const readSettings = async (ctx: Ctx): Promise<NotificationSettings> =>
  toSettings(await selectWays(ctx, signedIn(ctx).id));

/** The caller chooses how to be told of some kinds. */
export async function editSettings(
  ctx: Ctx,
  { ways }: { ways: Partial<Record<NotificationKind, NotificationWay>> },
): Promise<NotificationSettings> {
  const { id } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    const wished = notificationKinds.flatMap((kind) => (ways[kind] === undefined ? [] : [[kind, ways[kind]] as const]));
    return toSettings(await changeWays(ctx, id, new Map(wished)));
  });
}

/**
 * Writes how a member wishes to be told, with one entry where that differs from before. Needs a transaction.
 *
 * @param which `only-mailed` leaves alone of what no mails come anyway
 */
export async function changeWays(
  ctx: Ctx,
  memberId: string,
  wished: ReadonlyMap<NotificationKind, NotificationWay>,
  which: 'all' | 'only-mailed' = 'all',
): Promise<Map<NotificationKind, NotificationWay>> {
  const before = await selectWays(ctx, memberId);
  const changed = new Map(
    [...wished].filter(([kind, way]) => {
      const was = before.get(kind) ?? usualWay(kind);
      return was !== way && (which === 'all' || was === 'mail');
    }),
  );
  if (changed.size === 0) return before;
  await saveWays(ctx, memberId, changed);
  await recordChange(ctx, {
    ...{ verb: 'notification-settings.edited', object: 'member', objectId: memberId },
    before: Object.fromEntries([...changed].map(([kind]) => [kind, before.get(kind) ?? usualWay(kind)])),
    after: Object.fromEntries(changed),
  });
  return new Map([...before, ...changed]);
}

const toSettings = (ways: ReadonlyMap<NotificationKind, NotificationWay>): NotificationSettings => ({
  data: notificationKinds.map((kind) => ({ kind, way: ways.get(kind) ?? usualWay(kind), usual: usualWay(kind) })),
});
