import { type Ctx, tx } from '../../context.ts';
import { acceptHandoff as accept } from '../../core/handoff/decide-handoff.ts';
import { findDecider, holdHandoff } from './lock-handoff.ts';
import { readHandoff } from './read-handoff.ts';
import { toConflict } from './refuse-verdict.ts';
import type { Handoff } from './schema.ts';
import { writeVerdict } from './write-verdict.ts';

/** A rep takes an offered lead, or somebody who may act for them. Of two who do so at once the second is told by whom it was taken. */
export async function acceptHandoff(ctx: Ctx, handoffId: string): Promise<Handoff> {
  return tx(ctx, async (ctx) => {
    const held = await holdHandoff(ctx, handoffId);
    const move = accept(held.handoff, await findDecider(ctx), ctx.now.getTime());
    if (!move.ok) throw await toConflict(ctx, move, held.row);
    await writeVerdict(ctx, held, { verb: 'handoff.accepted', move, contact: { state: 'accepted' } });
    return readHandoff(ctx, handoffId);
  });
}
