import { type Ctx, tx } from '../../context.ts';
import { isOpen } from '../../core/handoff/handoff.ts';
import { copyClocks } from '../clocks/restore-clocks.ts';
import { type DueConsequence, listConsequences, takeConsequence } from '../clocks/take-consequences.ts';
import { rerouteLead } from '../routing/reroute-lead.ts';
import { assignHandoffs } from './assign-handoffs.ts';
import { requireRelay, toHandoff } from './load-handoff.ts';
import { lockContacts, lockHandoff } from './store.ts';

/**
 * Gives leads to which nobody has responded for so long that the agreement says so to somebody else, by routing. Where nobody is
 * available they stay where they are. Says whether anything was waiting.
 */
export async function reassignLate(ctx: Ctx): Promise<boolean> {
  const due = await listConsequences(ctx, 'reassign');
  for (const one of due) await reassignOne(ctx, one);
  return due.length > 0;
}

async function reassignOne(ctx: Ctx, { id, memberId, handoffId, contactId }: DueConsequence): Promise<void> {
  await tx(ctx, async (ctx) => {
    await lockContacts(ctx, [contactId]);
    const row = await lockHandoff(ctx, handoffId);
    if (!(await takeConsequence(ctx, id, 'reassign')) || row === undefined) return;
    const clock = (await copyClocks(ctx, handoffId)).find((one) => one.id === id);
    // Somebody has responded since, or somebody else has it already.
    if (!isOpen(toHandoff(row)) || row.memberId !== memberId || clock?.answeredAt !== null) return;
    const relay = await requireRelay(ctx, row.versionId);
    const found = await rerouteLead(ctx, relay, row);
    if (found === null) return;
    await assignHandoffs(ctx, [row], { memberId: found.memberId, cause: 'escalated', teamId: found.teamId });
  });
}
