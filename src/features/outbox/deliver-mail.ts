import type { SendMail } from '../../connectors/smtp.ts';
import type { Ctx } from '../../context.ts';
import { claimMail, saveResult } from './store.ts';

const minute = 60_000;
/** Pauses after each try that failed for now: eight tries within about 22 hours, so that a server may be down for a night. */
const pauses = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * minute);

/**
 * Tries to send one mail that is due. A mail is handed over at most once: it is claimed before, and only a definite "not
 * taken" makes it due again. A process that is killed between the claim and the result leaves it claimed;
 * `enqueue-due-mails.ts` then gives it up in words, and an admin decides.
 *
 * Does nothing when the mail is not due any more: sent, given up, or in another worker's hands.
 */
export async function deliverMail(ctx: Ctx, mailId: string, send: SendMail): Promise<void> {
  const mail = await claimMail(ctx, mailId);
  if (!mail) return;
  const { to, subject, unsubscribe } = mail.envelope;
  const text = openText(ctx, mail.sealed);
  const delivery =
    text === null
      ? ({ kind: 'never', problem: 'The text cannot be opened: it was sealed with another BATON_SECRET.' } as const)
      : await send({ id: mailId, to, subject, text, at: mail.createdAt, ...(unsubscribe ? { unsubscribe } : {}) });
  const pause = delivery.kind === 'later' ? pauses[mail.attempts - 1] : undefined;
  if (delivery.kind === 'sent') {
    await saveResult(ctx, mailId, { sentAt: ctx.now, problem: null });
    return;
  }
  const { problem } = delivery;
  ctx.log.warn({ mailId, attempt: mail.attempts, problem }, 'a mail was not sent');
  if (pause === undefined) await saveResult(ctx, mailId, { failedAt: ctx.now, problem });
  else await saveResult(ctx, mailId, { nextAt: new Date(ctx.now.getTime() + pause), problem });
}

function openText(ctx: Ctx, sealed: Buffer): string | null {
  try {
    return ctx.sealer.open(sealed);
  } catch {
    return null;
  }
}
