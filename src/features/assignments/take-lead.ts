import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { reachesDepartment } from '../../db/scope.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { doEach } from '../handoffs/decide-handoffs.ts';
import { findDecider } from '../handoffs/lock-handoff.ts';
import { offerLeads } from '../handoffs/offer-leads.ts';
import { readHandoff } from '../handoffs/read-handoff.ts';
import type { Taking } from '../handoffs/refuse-taker.ts';
import type { Done, Handoff } from '../handoffs/schema.ts';
import { rebuildLeads } from '../qualification/rebuild-leads.ts';
import { holdRouting } from '../routing/prepare-board.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { requireSeller } from './require-seller.ts';
import { findWaiting } from './store.ts';

/** A member of Sales takes a lead that waits because nobody was available: one that the agreement could bring them, within their cap. */
export async function pullLead(ctx: Ctx, qualificationId: string): Promise<Handoff> {
  const { id } = signedIn(ctx);
  return takeLead(ctx, qualificationId, { memberId: id, cause: 'pulled', by: id });
}

/** A lead or head of Sales gives a lead that waits to a member, whatever rules and turns say, within the member's cap. */
export async function giveLead(ctx: Ctx, qualificationId: string, memberId: string): Promise<Handoff> {
  if (!(ctx.reach === 'all' || reachesDepartment(ctx, 'sales'))) {
    throw new BatonError(
      'forbidden',
      'access.forbidden',
      'Leads that wait are given by Sales: its leads and its head.',
    );
  }
  const { id } = await findDecider(ctx);
  return takeLead(ctx, qualificationId, { memberId, cause: 'given', by: id });
}

/** Gives several to one member, each by itself: once the cap is reached the rest is refused. */
export const giveLeads = (
  ctx: Ctx,
  { qualificationIds, memberId }: { qualificationIds: string[]; memberId: string },
): Promise<Done> => doEach(qualificationIds, (id) => giveLead(ctx, id, memberId));

/** Of two who take the same lead the second waits for the first, and is told who has it. */
async function takeLead(ctx: Ctx, qualificationId: string, taking: Taking): Promise<Handoff> {
  return tx(ctx, async (ctx) => {
    const seen = await findWaiting(ctx, qualificationId);
    if (seen === undefined) throw missing();
    const relay = await findRelayInForce(ctx);
    if (relay === null) {
      throw new BatonError('conflict', 'lead.no-agreement', 'No agreement is in force, so nobody can be given leads.');
    }
    // Locks the person, then routing, as everybody does who decides about a lead.
    const [lead] = await rebuildLeads(ctx, relay, [qualificationId]);
    await holdRouting(ctx);
    await requireSeller(ctx, taking.memberId);
    if (lead === undefined) throw await refuseGone(ctx, qualificationId);
    const { offered } = await offerLeads(ctx, relay, [lead], taking);
    const [got] = offered;
    if (got === undefined || got.memberId !== taking.memberId) throw await refuseGone(ctx, qualificationId);
    return readHandoff({ ...ctx, reach: 'all' }, got.handoffId);
  });
}

/** What became of a lead that waits no more. */
async function refuseGone(ctx: Ctx, qualificationId: string): Promise<BatonError> {
  const now = await findWaiting(ctx, qualificationId);
  if (now === undefined) return missing();
  if (now.memberId === null || now.assignedAt === null) {
    return new BatonError('conflict', 'lead.not-waiting', 'This lead waits no more: it was withdrawn.');
  }
  return new BatonError('conflict', 'lead.already-taken', `${now.memberName ?? 'Somebody'} has this lead now.`, {
    extra: { by: { id: now.memberId, name: now.memberName }, at: now.assignedAt.toISOString() },
  });
}

const missing = () => new BatonError('not-found', 'lead.not-found', 'There is no such lead that waits for somebody.');
