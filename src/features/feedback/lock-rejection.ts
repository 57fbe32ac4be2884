import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { type Refused, refusalMessages } from '../../core/handoff/refusal.ts';
import type { Rejection as State } from '../../core/handoff/rejection.ts';
import { requireFound } from '../../core/version.ts';
import { type Held, holdForRuling } from '../handoffs/lock-handoff.ts';
import { nameMembers } from '../members/name-members.ts';
import { findRejection, type LockedRejection, lockRejection, selectVotes } from './store.ts';

/** A rejection that nobody else changes until the transaction ends, with its handoff. */
export type HeldRejection = { row: LockedRejection; state: State; held: Held };

/** Holds a rejection within reach: locks come in the order contact, handoff, rejection. */
export async function holdRejection(ctx: Ctx, rejectionId: string): Promise<HeldRejection> {
  const seen = requireFound('rejection', await findRejection(ctx, rejectionId));
  return loadRejection(ctx, rejectionId, seen.handoffId, seen.contactId);
}

export async function loadRejection(
  ctx: Ctx,
  rejectionId: string,
  handoffId: string,
  contactId: string,
): Promise<HeldRejection> {
  const held = await holdForRuling(ctx, handoffId, contactId);
  const row = requireFound('rejection', await lockRejection(ctx, rejectionId));
  const votes = await selectVotes(ctx, [rejectionId]);
  const said = (by: string | null, at: Date | null, text: string | null) =>
    by === null || at === null || text === null ? null : { by, at: at.getTime(), text };
  const state: State = {
    ...{ handoffId, reason: row.reason, state: row.status, deadlock: row.deadlock },
    openedAt: row.openedAt.getTime(),
    answer: said(row.answeredBy, row.answeredAt, row.answer),
    contest: said(row.contestedBy, row.contestedAt, row.contest),
    votes: votes.map(({ party, ruling, memberId, at }) => ({ party, ruling, by: memberId, at: at.getTime() })),
    decidedAt: row.decidedAt?.getTime() ?? null,
  };
  return { row, state, held };
}

const done = { answered: 'answered', contested: 'contested', upheld: 'upheld', overturned: 'overturned' } as const;

/** What the rules refuse. Who came second is told by whom it was answered or contested. */
export async function toConflict(ctx: Ctx, { refusals }: Refused, { row }: HeldRejection): Promise<BatonError> {
  const [first] = refusals;
  if (first === undefined) throw new Error('A refusal has a reason.');
  if (row.status === 'open' || (first.code !== 'rejection.not-open' && first.code !== 'rejection.not-contested')) {
    return new BatonError('conflict', first.code, refusals.map(({ message }) => message).join(' '));
  }
  const by = row.status === 'answered' ? row.answeredBy : row.status === 'contested' ? row.contestedBy : null;
  const name = by === null ? null : ((await nameMembers(ctx, [by])).get(by) ?? null);
  const what = `${name ?? 'The heads'} ${done[row.status]} this rejection already.`;
  const detail = row.status === 'contested' ? `${what} Both heads decide now.` : what;
  return new BatonError('conflict', `rejection.already-${row.status}`, detail, {
    extra: { by: by === null ? null : { id: by, name } },
  });
}

export const refuseRuling = (code: keyof typeof refusalMessages): Refused => ({
  ok: false,
  refusals: [{ code, message: refusalMessages[code] }],
});
