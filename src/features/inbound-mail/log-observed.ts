import type { Ctx } from '../../context.ts';
import { type LoggedActivity, logActivities } from '../activities/log-activities.ts';
import { recordChanges } from '../audit/record-change.ts';

/** By these names activities are known that came by mail, or that an invitation announced. */
export const mailSource = 'mail';
export const calendarSource = 'calendar';

/** Logs activities that were observed, each with its entry in the audit log; gives the id of each. */
export async function logObserved(
  ctx: Ctx,
  rows: readonly Omit<LoggedActivity, 'known' | 'live'>[],
): Promise<string[]> {
  const logged = await logActivities(
    ctx,
    rows.map((row) => ({ ...row, known: 'observed', live: true })),
  );
  await recordChanges(
    ctx,
    logged.flatMap(({ id, isNew }, index) => {
      const row = rows[index];
      if (!isNew || row === undefined) return [];
      const { contactId, kind, at, memberId } = row;
      const after = { contactId, kind, at: at.toISOString(), memberId, known: 'observed' };
      return [{ verb: 'activity.logged', object: 'activity', objectId: id, after }];
    }),
  );
  return logged.map(({ id }) => id);
}
