import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { Refused } from '../../core/handoff/refusal.ts';
import { nameMembers } from '../members/name-members.ts';
import { findTaker, type StateRow } from './store.ts';

const done = {
  offered: 'offered',
  accepted: 'accepted',
  rejected: 'rejected',
  'handed-back': 'handed back',
  won: 'won',
  lost: 'lost',
  cancelled: 'cancelled',
} as const;
const causes = {
  attached: 'it joins what is being worked already',
  merged: 'its person was merged with another one',
  undone: 'what had made it was undone',
  erased: 'its person was erased',
  'disqualified-by-marketing': 'Marketing disqualified the person',
} as const;

/**
 * What the rules refuse, with their code and what to do; several reasons are told at once. Who came second is told what was done
 * instead, by whom and when.
 */
export async function toConflict(ctx: Ctx, { refusals }: Refused, row: StateRow): Promise<BatonError> {
  const [first] = refusals;
  if (first === undefined) throw new Error('A refusal has a reason.');
  const isLate = first.code === 'handoff.closed' || first.code === 'handoff.already-accepted';
  if (!isLate) return new BatonError('conflict', first.code, refusals.map(({ message }) => message).join(' '));
  const at = row.verdictAt ?? row.acceptedAt ?? row.closedAt;
  const name = row.verdictBy === null ? null : ((await nameMembers(ctx, [row.verdictBy])).get(row.verdictBy) ?? null);
  const by = row.verdictBy === ctx.actor.id && name ? 'You' : (name ?? null);
  const state = done[row.status];
  const what =
    row.cancelCause !== null
      ? `This lead was cancelled: ${causes[row.cancelCause]}.`
      : row.acceptedBy === 'timeout' && row.status === 'accepted'
        ? 'This lead was accepted by timeout: the time to decide was over.'
        : `${by ?? 'The agreement'} ${state} this lead already.`;
  const remedy = row.status === 'accepted' ? ' To give it up, hand it back.' : '';
  return new BatonError('conflict', `handoff.already-${row.status}`, `${what}${remedy}`, {
    extra: { by: row.verdictBy === null ? null : { id: row.verdictBy, name }, at: at?.toISOString() ?? null },
  });
}

/** A handoff that is not within reach: whoever had it before is told who has it now, to all others it does not exist. */
export async function refuseMissing(ctx: Ctx, handoffId: string): Promise<BatonError> {
  const taker = ctx.actor.kind === 'member' ? await findTaker(ctx, handoffId, ctx.actor.id) : undefined;
  if (taker === undefined) return new BatonError('not-found', 'handoff.not-found', 'There is no such handoff.');
  return refuseTaken(taker, taker.assignedAt);
}

export const refuseTaken = ({ id, name }: { id: string; name: string }, at: Date): BatonError =>
  new BatonError('conflict', 'handoff.already-reassigned', `${name} has this lead now.`, {
    extra: { by: { id, name }, at: at.toISOString() },
  });
