import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { momentRange } from '../../core/agreement/moment.ts';
import { type HandBack, handBack, rejectHandoff as reject } from '../../core/handoff/decide-handoff.ts';
import type { GivenReason } from '../../core/handoff/reasons.ts';
import { openRejection } from '../feedback/open-rejection.ts';
import { notifyMembers } from '../notifications/notify-members.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { checkAttached } from './check-attached.ts';
import { areAttemptsOver } from './load-handoff.ts';
import { findDecider, type Held, holdHandoff } from './lock-handoff.ts';
import { readHandoff } from './read-handoff.ts';
import { toConflict } from './refuse-verdict.ts';
import { returnCredit } from './return-credit.ts';
import type { Handoff, rejectHandoff as rejectContract } from './schema.ts';
import { writeVerdict } from './write-verdict.ts';

export type Given = z.output<NonNullable<(typeof rejectContract)['body']>>;

/**
 * Sales says no to an offered lead, with a reason of the agreement under which it was offered. Marketing owes an answer from now
 * on; what joins a lead that is being worked already is no rejection.
 */
export async function rejectHandoff(ctx: Ctx, handoffId: string, given: Given): Promise<Handoff> {
  return tx(ctx, async (ctx) => {
    const held = await holdHandoff(ctx, handoffId);
    await giveBack(ctx, held, given, null);
    return readHandoff(ctx, handoffId);
  });
}

/** Gives a lead back in a transaction that holds it: before it was accepted, or handed over to Marketing after. */
export async function giveBack(ctx: Ctx, held: Held, given: Given, over: Omit<HandBack, keyof GivenReason> | null) {
  const { row, handoff, history, relay } = held;
  const by = await findDecider(ctx);
  const now = ctx.now.getTime();
  const context = { terms: relay.terms, history, by, now, attemptsOver: await areAttemptsOver(ctx, row.id) };
  const reason: GivenReason = {
    reason: given.reason,
    ...(given.verdict === undefined ? {} : { verdict: given.verdict }),
    ...(given.note === undefined ? {} : { note: given.note }),
    ...(given.wakeUpOn === undefined ? {} : { wakeUpAt: await startOf(ctx, given.wakeUpOn) }),
  };
  const move = over === null ? reject(handoff, reason, context) : handBack(handoff, { ...reason, ...over }, context);
  if (!move.ok) throw await toConflict(ctx, move, row);
  const { next } = move;
  const attached = next.cancelCause === 'attached' ? await checkAttached(ctx, row, given.attachTo) : undefined;
  // It is written before its clocks, which name it.
  const rejection =
    move.rejection === null ? undefined : await openRejection(ctx, relay, row, { reason: given.reason });
  const verbs = { rejected: 'handoff.rejected', 'handed-back': 'handoff.handed-back', cancelled: 'handoff.attached' };
  await writeVerdict(ctx, held, {
    verb: verbs[next.state as keyof typeof verbs],
    move,
    contact: move.contact,
    tell: [rejection?.answererId ?? null, next.marketingOwnerId],
    ...(rejection === undefined ? {} : { rejection }),
    ...(attached === undefined ? {} : { attached }),
    after: { verdict: next.verdict, reason: given.reason, note: given.note ?? null, ...toAfter(next) },
  });
  const reasonName = relay.agreement.feedback?.reasons.find(({ key }) => key === given.reason)?.name ?? given.reason;
  const about = { contactId: row.contactId };
  await notifyMembers(ctx, [
    ...(rejection === undefined
      ? []
      : [
          {
            ...{ kind: 'rejection-to-answer' as const, key: `rejection-to-answer:${rejection.id}`, about },
            ...{ memberIds: [rejection.answererId], object: 'rejection' as const, objectId: rejection.id },
            text: `Sales rejected {who}: ${reasonName}. You owe the answer.`,
          },
        ]),
    {
      ...{ kind: 'lead-handed-back' as const, key: `lead-handed-back:${row.id}:${ctx.now.toISOString()}`, about },
      ...{ memberIds: [next.marketingOwnerId], object: 'handoff' as const, objectId: row.id },
      text: `Sales hands {who} back to you: ${reasonName}.${next.nextStep === null ? '' : ` Next step: ${next.nextStep}`}`,
    },
  ]);
  // Nobody has to agree that it is being worked already.
  if (attached !== undefined) await returnCredit(ctx, relay, row, { reason: given.reason });
}

const toAfter = ({ marketingOwnerId, nextStep, wakeUpAt }: Held['handoff']) => ({
  ...(marketingOwnerId === null ? {} : { marketingOwnerId }),
  ...(nextStep === null ? {} : { nextStep }),
  ...(wakeUpAt === null ? {} : { wakeUpAt: new Date(wakeUpAt).toISOString() }),
});

/** A day begins where the workspace is. */
async function startOf(ctx: Ctx, day: string): Promise<number> {
  const { zone } = await readWorkspace(ctx);
  return momentRange(day, zone).start;
}
