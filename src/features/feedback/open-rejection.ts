import type { Ctx } from '../../context.ts';
import { dueForTarget } from '../../core/clock/target.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { newId } from '../../db/ids.ts';
import { loadCalendars } from '../calendars/load-calendars.ts';
import { type ClockSubject, toTarget } from '../clocks/move-clocks.ts';
import { findAnswerer, findHeads } from './find-answerer.ts';
import { insertRejection } from './store.ts';

/** Opens the conversation about a rejected handoff, in the transaction of the rejection. Gives what its clocks need to know. */
export async function openRejection(
  ctx: Ctx,
  relay: Relay,
  row: { id: string; memberId: string; teamId: string | null },
  { reason }: { reason: string },
): Promise<NonNullable<ClockSubject['rejection']>> {
  const fixer = findFixer(relay, reason);
  const { answererId, department } = await findAnswerer(ctx, relay, row, fixer);
  const id = newId(ctx.now);
  const contestUntil = await findContestUntil(ctx, relay, answererId);
  await insertRejection(ctx, { id, handoffId: row.id, reason, fixer, answererId, contestUntil });
  return { id, answererId, department, heads: await findHeads(ctx) };
}

/** What a reason points to; one that leaves it open points to targeting. */
const findFixer = ({ agreement }: Relay, reason: string) =>
  agreement.feedback?.reasons.find(({ key }) => key === reason)?.fixer ?? 'targeting';

/** The last instant at which it may be contested, by the calendar of whoever must answer; null where nobody may. */
async function findContestUntil(ctx: Ctx, relay: Relay, answererId: string | null): Promise<Date | null> {
  const contest = relay.agreement.feedback?.contest;
  if (contest === undefined) return null;
  const calendars = await loadCalendars(ctx, relay, answererId === null ? [] : [answererId]);
  const applied = calendars(answererId, null);
  if (applied === null) return null;
  const { due } = dueForTarget(applied.calendar, ctx.now.getTime(), toTarget(contest.within));
  return due === null ? null : new Date(due);
}
