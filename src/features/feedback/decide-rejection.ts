import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import {
  expireArbitration,
  type Replied,
  type Rejection as State,
  voteOnRejection,
} from '../../core/handoff/rejection.ts';
import { newId } from '../../db/ids.ts';
import { keepArbitration } from '../clocks/keep-arbitration.ts';
import { type DueConsequence, listConsequences, takeConsequence } from '../clocks/take-consequences.ts';
import { restoreOverturned } from '../handoffs/restore-overturned.ts';
import { returnCredit } from '../handoffs/return-credit.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { recordReply } from './answer-rejection.ts';
import { listParties } from './describe-rejection.ts';
import { type HeldRejection, holdRejection, loadRejection, refuseRuling, toConflict } from './lock-rejection.ts';
import { readRejection } from './read-rejection.ts';
import type { decideRejection as contract, Rejection } from './schema.ts';
import { insertVote, updateRejection } from './store.ts';

type Ruling = z.output<NonNullable<(typeof contract)['body']>>;

/** A head, or the deputy, rules on a contested rejection. When both departments have ruled it is decided. */
export async function decideRejection(ctx: Ctx, rejectionId: string, given: Ruling): Promise<Rejection> {
  const actor = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    const one = await holdRejection(ctx, rejectionId);
    if (given.party !== undefined && !actor.actsFor.includes(given.party)) throw refuseOther(given.party);
    const open = listParties(actor, one.state.votes);
    const parties = given.party === undefined ? open : [given.party];
    if (parties.length === 0) throw await toConflict(ctx, refuseRuling('rejection.already-ruled'), one);
    let { state } = one;
    for (const party of parties) {
      const vote = { party, ruling: given.ruling, by: actor.id, at: ctx.now.getTime() };
      const move = voteOnRejection(state, vote, toArbitration(ctx, one));
      if (!move.ok) throw await toConflict(ctx, move, one);
      const { note = null } = given;
      await insertVote(ctx, { rejectionId, party, ruling: given.ruling, memberId: actor.id, note });
      await keepArbitration(ctx, one.row.handoffId, party);
      state = move.next;
      if (state.state !== 'contested') await carryOut(ctx, one, move);
    }
    await recordReply(ctx, one, state, { ruling: given.ruling, parties, deadlock: state.deadlock });
    return readRejection(ctx, rejectionId);
  });
}

/**
 * Ends arbitrations whose days are over without two rulings: the rule of the agreement decides, and the sponsor sees it. Says
 * whether any was waiting.
 */
export async function endArbitrations(ctx: Ctx): Promise<boolean> {
  const due = await listConsequences(ctx, 'end-arbitration');
  for (const one of due) await endOne(ctx, one);
  return due.length > 0;
}

async function endOne(ctx: Ctx, { id, dueAt, rejectionId, handoffId, contactId }: DueConsequence): Promise<void> {
  await tx(ctx, async (ctx) => {
    if (rejectionId === null) return void (await takeConsequence(ctx, id, 'end-arbitration'));
    const one = await loadRejection(ctx, rejectionId, handoffId, contactId);
    if (!(await takeConsequence(ctx, id, 'end-arbitration'))) return;
    const move = expireArbitration(one.state, dueAt?.getTime() ?? null, toArbitration(ctx, one), ctx.now.getTime());
    if (!move.ok) return;
    await carryOut(ctx, one, move);
    await recordReply(ctx, one, move.next, { deadlock: true });
  });
}

const toArbitration = (ctx: Ctx, { held }: HeldRejection) => ({
  handoff: held.handoff,
  history: held.history,
  newHandoffId: newId(ctx.now),
  deadlock: held.relay.agreement.feedback?.arbitrate?.deadlock ?? ('upheld' as const),
});

/** The clocks of the arbitration are kept by who has ruled, and broken by time alone: here only what follows is done. */
async function carryOut(
  ctx: Ctx,
  { row, held }: HeldRejection,
  { next, created, handoff, facts }: Replied,
): Promise<void> {
  if (handoff !== null) await restoreOverturned(ctx, held, created, facts);
  await updateRejection(ctx, row.id, toValues(next, created?.id ?? null, ctx.now));
  if (next.state === 'upheld') await returnCredit(ctx, held.relay, held.row, { reason: row.reason });
}

const toValues = ({ state, deadlock }: State, newHandoffId: string | null, decidedAt: Date) => ({
  ...{ status: state, deadlock, newHandoffId, decidedAt },
});

function refuseOther(party: 'marketing' | 'sales'): BatonError {
  const detail = `Only the head of ${party === 'sales' ? 'Sales' : 'Marketing'}, or the deputy while the head is absent, rules for it.`;
  return new BatonError('forbidden', 'rejection.forbidden', detail, { errors: [{ pointer: '#/party', detail }] });
}
