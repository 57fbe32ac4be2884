import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { signedIn } from '../sessions/identify-session.ts';
import type { readMentions as contract } from './schema.ts';
import { countUnread, markRead } from './store.ts';

/** The caller takes note of mentions: of these, or of all. No change of anything that others see, so none is recorded. */
export async function readMentions(
  ctx: Ctx,
  { noteIds }: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<{ unread: number }> {
  return tx(ctx, async (ctx) => {
    const { id } = signedIn(ctx);
    await markRead(ctx, id, noteIds ?? null);
    return { unread: await countUnread(ctx, id) };
  });
}
