import { type Ctx, tx } from '../../context.ts';
import { delayMark, lockMarks } from './store.ts';

/** Puts whoever has waited longest behind everybody else: they could not be judged, and the others should not wait for that. */
export async function postponeMark(ctx: Ctx, cause: unknown): Promise<void> {
  await tx(ctx, async (ctx) => {
    const contactId = (await lockMarks(ctx)) ? await delayMark(ctx) : null;
    if (contactId !== null)
      ctx.log.error({ err: cause, contactId }, 'somebody could not be judged and is tried again later');
  });
}
