import { type Ctx, tx } from '../../context.ts';
import { acceptByTimeout as accept } from '../../core/handoff/decide-handoff.ts';
import { type DueConsequence, listConsequences, takeConsequence } from '../clocks/take-consequences.ts';
import { loadHeld } from './lock-handoff.ts';
import { lockContacts, lockHandoff } from './store.ts';
import { writeVerdict } from './write-verdict.ts';

/**
 * Accepts by silence what nobody has decided in time: the promise to decide is broken, and the clause that says so has decided.
 * Says whether anything was waiting.
 */
export async function acceptByTimeout(ctx: Ctx): Promise<boolean> {
  const due = await listConsequences(ctx, 'accept-by-timeout');
  for (const one of due) await acceptOne(ctx, one);
  return due.length > 0;
}

/** Locks stand in the order contact, handoff, clock, as those of a rep who decides at the same moment: one of both comes first. */
async function acceptOne(ctx: Ctx, { id, clause, dueAt, handoffId, contactId }: DueConsequence): Promise<void> {
  await tx(ctx, async (ctx) => {
    await lockContacts(ctx, [contactId]);
    const row = await lockHandoff(ctx, handoffId);
    if (!(await takeConsequence(ctx, id, 'accept-by-timeout')) || row === undefined) return;
    const held = await loadHeld(ctx, row);
    const move = accept(held.handoff, dueAt?.getTime() ?? null, clause, ctx.now.getTime());
    if (!move.ok) return;
    await writeVerdict(ctx, held, {
      ...{ verb: 'handoff.accepted', move, contact: { state: 'accepted' } },
      after: { acceptedBy: 'timeout' },
    });
  });
}
