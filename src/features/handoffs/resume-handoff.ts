import { type Ctx, tx } from '../../context.ts';
import { isOpen } from '../../core/handoff/handoff.ts';
import { refuse } from '../../core/handoff/refusal.ts';
import { recordChange } from '../audit/record-change.ts';
import { resumeClocks } from '../clocks/pause-clocks.ts';
import { recordEvents } from '../events/record-events.ts';
import { holdHandoff } from './lock-handoff.ts';
import { readHandoff } from './read-handoff.ts';
import { toConflict } from './refuse-verdict.ts';
import type { Handoff } from './schema.ts';
import { updateHandoff } from './store.ts';

/** Lets the promises of Sales to a paused lead run again, from now on. */
export async function resumeHandoff(ctx: Ctx, handoffId: string): Promise<Handoff> {
  return tx(ctx, async (ctx) => {
    const { row, handoff } = await holdHandoff(ctx, handoffId);
    const refused = isOpen(handoff) ? await resumeClocks(ctx, handoffId) : refuse('handoff.closed');
    if (refused !== null) throw await toConflict(ctx, refused, row);
    await updateHandoff(ctx, handoffId, {});
    const verb = 'handoff.resumed';
    await recordChange(ctx, { verb, object: 'handoff', objectId: handoffId });
    const details = { contactId: row.contactId };
    await recordEvents(ctx, [
      { kind: verb, object: 'handoff', objectId: handoffId, memberIds: [row.memberId], details },
    ]);
    return readHandoff(ctx, handoffId);
  });
}
