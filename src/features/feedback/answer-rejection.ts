import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import {
  answerRejection as answer,
  contestRejection as contest,
  type Rejection as State,
} from '../../core/handoff/rejection.ts';
import type { NotificationKind } from '../../core/notification.ts';
import { recordChange } from '../audit/record-change.ts';
import { type ClockSubject, moveClocks } from '../clocks/move-clocks.ts';
import { recordEvents } from '../events/record-events.ts';
import { returnCredit } from '../handoffs/return-credit.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { notifyMembers } from '../notifications/notify-members.ts';
import { mayAnswer, mayContest } from './describe-rejection.ts';
import { findHeads } from './find-answerer.ts';
import { type HeldRejection, holdRejection, toConflict } from './lock-rejection.ts';
import { readRejection } from './read-rejection.ts';
import type { answerRejection as answerContract, Rejection } from './schema.ts';
import { findSponsor, updateRejection } from './store.ts';

type Answer = z.output<NonNullable<(typeof answerContract)['body']>>;

/** Marketing agrees: what it learns, and what it changes. A turn that the agreement gives back for this reason goes back now. */
export async function answerRejection(ctx: Ctx, rejectionId: string, given: Answer): Promise<Rejection> {
  return tx(ctx, async (ctx) => {
    const one = await holdRejection(ctx, rejectionId);
    const { row, held } = one;
    requireRight(mayAnswer(ctx, toAnswerer(row.answererId)), 'Whoever must answer it does, or the head of Marketing.');
    const by = await findResponsibleMember(ctx);
    const move = answer(one.state, { by, at: ctx.now.getTime(), text: given.text });
    if (!move.ok) throw await toConflict(ctx, move, one);
    await updateRejection(ctx, rejectionId, {
      ...{ status: 'answered', answeredAt: ctx.now, answeredBy: by, answer: given.text, changes: given.changes },
    });
    await moveClocks(ctx, held.relay, [{ subject: await toSubject(ctx, one), facts: move.facts }]);
    await returnCredit(ctx, held.relay, held.row, { reason: row.reason });
    await recordReply(ctx, one, move.next, {
      text: given.text,
      changes: given.changes.map(({ kind, ref }) => ({ kind, ref })),
    });
    return readRejection(ctx, rejectionId);
  });
}

/** Marketing does not agree: both heads decide, by their own clock. */
export async function contestRejection(ctx: Ctx, rejectionId: string, text: string): Promise<Rejection> {
  return tx(ctx, async (ctx) => {
    const one = await holdRejection(ctx, rejectionId);
    const { row, held } = one;
    requireRight(
      mayContest(ctx, toAnswerer(row.answererId)),
      'Marketing contests a rejection: whoever must answer it, or the head.',
    );
    const by = await findResponsibleMember(ctx);
    const move = contest(one.state, { by, at: ctx.now.getTime(), text }, row.contestUntil?.getTime() ?? null);
    if (!move.ok) throw await toConflict(ctx, move, one);
    await updateRejection(ctx, rejectionId, {
      ...{ status: 'contested', contestedAt: ctx.now, contestedBy: by, contest: text },
    });
    await moveClocks(ctx, held.relay, [{ subject: await toSubject(ctx, one), facts: move.facts }]);
    await recordReply(ctx, one, move.next, { text });
    return readRejection(ctx, rejectionId);
  });
}

const toAnswerer = (id: string | null) => (id === null ? null : { id });

function requireRight(isAllowed: boolean, detail: string): void {
  if (!isAllowed) throw new BatonError('forbidden', 'rejection.forbidden', detail);
}

/** What the clocks of a rejection need to know: the lead, who owes the answer, and who decides. */
export async function toSubject(ctx: Ctx, { row, held }: HeldRejection): Promise<ClockSubject> {
  const { id: handoffId, qualificationId, memberId, teamId, promises } = held.row;
  const { id, answererId } = row;
  return {
    ...{ handoffId, qualificationId, memberId, teamId, promises },
    // An answer that runs keeps its department; none is started from here.
    rejection: { id, answererId, department: 'marketing', heads: await findHeads(ctx) },
  };
}

/** One entry and one event for what was said. */
export async function recordReply(
  ctx: Ctx,
  { row, held }: HeldRejection,
  next: State,
  after: Record<string, unknown>,
): Promise<void> {
  const verb = `rejection.${next.state === row.status ? 'ruled-on' : next.state}`;
  const { id, status, answererId, handoffId } = row;
  await recordChange(ctx, {
    ...{ verb, object: 'rejection', objectId: id },
    ...{ before: { status }, after: { status: next.state, ...after } },
  });
  const heads = await findHeads(ctx);
  const people = [
    held.row.memberId,
    answererId,
    ...(status === 'open' && next.state === 'answered' ? [] : [heads.marketing, heads.sales]),
  ];
  await recordEvents(ctx, [
    {
      kind: verb,
      object: 'rejection',
      objectId: id,
      memberIds: people.filter((one) => one !== null),
      details: { handoffId },
    },
  ]);
  if (next.state === status) return;
  const about = { contactId: held.row.contactId };
  const tell = (kind: NotificationKind, memberIds: (string | null)[], text: string) => ({
    ...{ kind, key: `${kind}:${id}:${next.state}`, memberIds, object: 'rejection' as const, objectId: id, about, text },
  });
  const rep = held.row.memberId;
  if (next.state === 'answered') {
    await notifyMembers(ctx, [tell('rejection-answered', [rep], 'Marketing agrees that {who} was rejected rightly.')]);
  } else if (next.state === 'contested') {
    await notifyMembers(ctx, [
      tell(
        'rejection-contested',
        [heads.marketing, heads.sales],
        'The rejection of {who} is contested. You rule on it.',
      ),
      tell('rejection-answered', [rep], 'Marketing contests that you rejected {who}. The heads rule on it.'),
    ]);
  } else {
    const sponsor = next.deadlock ? await findSponsor(ctx) : null;
    const verdict =
      next.state === 'upheld'
        ? 'The rejection of {who} stands.'
        : 'The rejection of {who} is overturned: the lead goes on with the same rep.';
    const whom = [rep, answererId, sponsor];
    await notifyMembers(ctx, [
      tell('rejection-decided', whom, next.deadlock ? `${verdict} The heads did not agree.` : verdict),
    ]);
  }
}
