import { type Ctx, tx } from '../../context.ts';
import { findReviewReminder, readReviewState } from '../../core/agreement/review-state.ts';
import { createDayReader } from '../../core/calendar/day.ts';
import { notifyMembers } from '../notifications/notify-members.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { findAgreementInForce } from './find-agreement.ts';
import { listSigners } from './store.ts';

/**
 * Reminds both heads, or deputies who stand in, of the review of the agreement in force: from 30 days before its date on, once
 * a week, until another version is in force. What was sent for a week is not sent again, so it may be called at any time.
 */
export async function remindReview(ctx: Ctx): Promise<void> {
  const version = await findAgreementInForce(ctx);
  const review = version?.agreement.term.review;
  if (version === null || review === undefined) return;
  const { zone, locale } = await readWorkspace(ctx);
  const today = createDayReader(version.agreement.calendar?.timezone ?? zone)(ctx.now.getTime());
  const week = findReviewReminder(review, today);
  if (week === null) return;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(
    new Date(`${review}T00:00Z`),
  );
  const isOverdue = readReviewState(review, today) === 'overdue';
  const state = isOverdue
    ? `The review of our agreement was due on ${day}. It stays in force as it stands until both sides sign another version.`
    : `Our agreement is to be reviewed on ${day}. It stays in force as it stands until both sides sign another version.`;
  await tx(ctx, async (ctx) => {
    const signers = (await listSigners(ctx)).filter(({ party }) => party !== 'sponsor');
    const subject = isOverdue ? 'The review of our agreement is overdue' : 'Our agreement is to be reviewed soon';
    await notifyMembers(ctx, [
      {
        ...{ kind: 'agreement', key: `agreement-review:${version.id}:${week}`, text: `${subject}.` },
        ...{ memberIds: signers.map(({ memberId }) => memberId), object: 'agreement', objectId: version.id },
        letter: { subject, lines: [state] },
      },
    ]);
  });
}
