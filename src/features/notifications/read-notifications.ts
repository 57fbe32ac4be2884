import { type Ctx, tx } from '../../context.ts';
import { readMentions } from '../notes/read-mentions.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { countUnread, markRead } from './store.ts';

/**
 * The caller takes note of notifications: of these, or of all; of mentions with them. No change of anything that others see, so
 * none is recorded.
 */
export async function readNotifications(
  ctx: Ctx,
  { ids }: { ids?: string[] | undefined },
): Promise<{ unread: number }> {
  return tx(ctx, async (ctx) => {
    const { id: memberId } = signedIn(ctx);
    const noteIds = await markRead(ctx, memberId, ids ?? null);
    if (noteIds.length > 0) await readMentions(ctx, { noteIds });
    return { unread: await countUnread(ctx, memberId) };
  });
}
