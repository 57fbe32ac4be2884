import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { isOpen } from '../../core/handoff/handoff.ts';
import { refusalMessages } from '../../core/handoff/refusal.ts';
import { logActivity } from '../activities/log-activity.ts';
import { createTask } from '../tasks/create-task.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { holdHandoff } from './lock-handoff.ts';
import { readHandoff } from './read-handoff.ts';
import { toConflict } from './refuse-verdict.ts';
import type { logAttempt as contract, Handoff } from './schema.ts';

type Given = z.output<NonNullable<(typeof contract)['body']>>;

/** Logs what was done to reach the person of a lead, and gives whoever has it the next step. It is one touch of Sales. */
export async function logAttempt(ctx: Ctx, handoffId: string, given: Given): Promise<Handoff> {
  const { next, ...activity } = given;
  const at = given.at === undefined ? ctx.now : new Date(given.at);
  if (at <= ctx.now) await ensureTouchMonths(ctx, [at.getTime()]);
  return tx(ctx, async (ctx) => {
    const { row, handoff } = await holdHandoff(ctx, handoffId);
    if (!isOpen(handoff)) {
      const refused = { code: 'handoff.closed' as const, message: refusalMessages['handoff.closed'] };
      throw await toConflict(ctx, { ok: false, refusals: [refused] }, row);
    }
    if (at < row.offeredAt) throw refuseEarly();
    await logActivity(ctx, { ...activity, automated: false, contactId: row.contactId });
    if (next !== undefined) {
      const { title, dueOn, dueAt } = next;
      const due = { ...(dueOn === undefined ? {} : { dueOn }), ...(dueAt === undefined ? {} : { dueAt }) };
      await createTask(ctx, { title, ...due, contactId: row.contactId, assigneeId: row.memberId });
    }
    return readHandoff(ctx, handoffId);
  });
}

function refuseEarly(): BatonError {
  const detail = refusalMessages['attempt.before-offer'];
  return new BatonError('invalid', 'attempt.before-offer', detail, { errors: [{ pointer: '#/at', detail }] });
}
