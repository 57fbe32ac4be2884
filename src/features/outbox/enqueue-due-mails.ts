import { type Ctx, tx } from '../../context.ts';
import { failClaimedMails, failOldMails, listDueMails } from './store.ts';

const minute = 60_000;
/** Far beyond the longest that a connector works at one mail. */
const claimLimit = 10 * minute;
/** A link that is older has expired, and nobody expects the mail any more. */
const sendable = 7 * 24 * 60 * minute;
/** What one minute takes on; the next takes the rest. */
const batch = 200;

/**
 * Hands over to the workers what is due: mails to try again, those written before SMTP was set up, and those whose job
 * was lost. Gives up, in words, what a dead process left claimed and what is too old.
 */
export async function enqueueDueMails(ctx: Ctx): Promise<void> {
  await tx(ctx, async (ctx) => {
    const ago = (milliseconds: number) => new Date(ctx.now.getTime() - milliseconds);
    await failClaimedMails(ctx, ago(claimLimit), 'Baton stopped while it handed this mail over: it may have arrived.');
    await failOldMails(ctx, ago(sendable), 'It was more than 7 days old when mail was set up, so it was not sent.');
    for (const mailId of await listDueMails(ctx, batch)) {
      await ctx.enqueue(ctx.db, 'deliver-mail', { workspace: ctx.workspace, mailId });
    }
  });
}
