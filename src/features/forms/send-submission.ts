import type { Ctx } from '../../context.ts';
import { tellSubmission } from '../../core/forms/tell-submission.ts';
import type { MessageQueue } from '../capture/queue-messages.ts';
import { storeMessages } from '../capture/store-messages.ts';
import { clearUnsent, findUnsent, selectUnsent, type UnsentSubmission } from './store.ts';

/** What was accepted and is not sent by then was left by a process that ended in between. */
const leftAfter = 60_000;
const atOnce = 500;

/**
 * Sends an accepted submission the way of every message: after this returns it is among what arrives, and will be a touch.
 * Sending it again changes nothing.
 */
export async function sendSubmission(ctx: Ctx, queue: MessageQueue, submissionId: string): Promise<void> {
  const row = await findUnsent(ctx, submissionId);
  if (row !== undefined) await send(ctx, queue, row);
}

/** Sends what was left behind. */
export async function sendLeft(ctx: Ctx, queue: MessageQueue): Promise<void> {
  for (const row of await selectUnsent(ctx, new Date(ctx.now.getTime() - leftAfter), atOnce))
    await send(ctx, queue, row);
}

async function send(
  ctx: Ctx,
  queue: MessageQueue,
  { id, unsent, confirmedAt, sourceId }: UnsentSubmission,
): Promise<void> {
  if (unsent === null) return;
  const { form, submission, address, userAgent } = unsent;
  const messages = tellSubmission(form, { ...submission, confirmedAt: confirmedAt?.toISOString() ?? null });
  await storeMessages(ctx, queue, { sourceId, address, userAgent }, messages);
  await clearUnsent(ctx, id);
}
