import { type Ctx, tx } from '../../context.ts';
import type { BatonError } from '../../core/errors.ts';
import { isOpen } from '../../core/handoff/handoff.ts';
import { type RefusalCode, refuse } from '../../core/handoff/refusal.ts';
import { assignHandoffs } from '../handoffs/assign-handoffs.ts';
import { doEach } from '../handoffs/decide-handoffs.ts';
import { type Held, holdHandoff } from '../handoffs/lock-handoff.ts';
import { readHandoff } from '../handoffs/read-handoff.ts';
import { toConflict } from '../handoffs/refuse-verdict.ts';
import type { Done, Handoff } from '../handoffs/schema.ts';
import { holdRouting } from '../routing/prepare-board.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { requireRoom, requireSeller } from './require-seller.ts';

/** Gives an open lead to another member of Sales, who owes a response of their own. */
export async function reassignHandoff(ctx: Ctx, handoffId: string, memberId: string): Promise<Handoff> {
  return tx(ctx, async (ctx) => {
    const held = await holdHandoff(ctx, handoffId);
    await requireFit(ctx, held, memberId);
    await assignHandoffs(ctx, [held.row], { memberId, cause: 'reassigned' });
    // It may be out of the caller's reach from now on.
    return readHandoff({ ...ctx, reach: 'all' }, handoffId);
  });
}

/** Gives several to one member, each by itself. */
export const reassignHandoffs = (
  ctx: Ctx,
  { handoffIds, memberId }: { handoffIds: string[]; memberId: string },
): Promise<Done> => doEach(handoffIds, (id) => reassignHandoff(ctx, id, memberId));

/** Takes a lead over from a colleague who has not decided about it yet. */
export async function pullHandoff(ctx: Ctx, handoffId: string): Promise<Handoff> {
  const { id: memberId } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    const held = await holdHandoff(ctx, handoffId);
    await requireFit(ctx, held, memberId);
    if (held.row.status !== 'offered') throw await refuseAs(ctx, held, 'handoff.already-accepted');
    await assignHandoffs(ctx, [held.row], { memberId, cause: 'pulled' });
    return readHandoff({ ...ctx, reach: 'all' }, handoffId);
  });
}

/** Loads are counted while nobody else gives leads to anybody. */
async function requireFit(ctx: Ctx, held: Held, memberId: string): Promise<void> {
  await holdRouting(ctx);
  await requireSeller(ctx, memberId);
  await refuseUnless(ctx, held, memberId);
  // What a deal continues counts towards no cap.
  if (held.row.dealId === null) await requireRoom(ctx, memberId);
}

async function refuseUnless(ctx: Ctx, held: Held, memberId: string): Promise<void> {
  if (!isOpen(held.handoff)) throw await refuseAs(ctx, held, 'handoff.closed');
  if (held.row.memberId === memberId) throw await refuseAs(ctx, held, 'handoff.same-member');
}

const refuseAs = (ctx: Ctx, { row }: Held, code: RefusalCode): Promise<BatonError> =>
  toConflict(ctx, refuse(code), row);
