import { type Ctx, tx } from '../../context.ts';
import { findContacts } from '../contacts/find-contacts.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { calendarSource, logObserved } from './log-observed.ts';
import { lockMeetings, putMeetings, selectDue } from './store.ts';

const mostAtOnce = 100;

/**
 * Logs the meetings whose time has come and that still stand. Whether anybody came is not known by that: it has no outcome
 * until somebody says it. Says whether there may be more.
 */
export async function logMeetings(ctx: Ctx): Promise<boolean> {
  const due = await selectDue(ctx, mostAtOnce);
  if (due.length === 0) return false;
  const contactIds = [...new Set(due.map(({ contactId }) => contactId))];
  const uids = [...new Set(due.map(({ uid }) => uid))];
  await ensureTouchMonths(
    ctx,
    due.map(({ startsAt }) => startsAt.getTime()),
  );
  return tx(ctx, async (ctx) => {
    await findContacts(ctx, contactIds, []);
    const rows = (await lockMeetings(ctx, uids, contactIds)).filter(
      ({ startsAt, activityId, cancelled, answer }) =>
        startsAt <= ctx.now && activityId === null && !cancelled && answer !== 'declined',
    );
    const ids = await logObserved(
      ctx,
      rows.map(({ uid, contactId, startsAt, sequence, stamp, memberId, direction, subject }) => ({
        ...{ contactId, kind: 'meeting' as const, at: startsAt, direction },
        ...{ memberId, note: subject, source: calendarSource },
        externalId: `${uid} ${contactId} ${sequence} ${stamp.getTime()}`,
      })),
    );
    await putMeetings(
      ctx,
      rows.flatMap(({ workspaceId: _, bookedAt: __, ...row }, index) => {
        const activityId = ids[index];
        return activityId === undefined ? [] : [{ ...row, activityId }];
      }),
    );
    return due.length === mostAtOnce && rows.length > 0;
  });
}
