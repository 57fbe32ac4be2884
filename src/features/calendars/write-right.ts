import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { reachesDepartment } from '../../db/scope.ts';
import type { CalendarOwner } from './schema.ts';
import { type CalendarRow, findOwner, lockCalendar } from './store.ts';

/**
 * Who may write which calendar: an admin every one; a head those of the teams and members of their departments; everybody
 * their own. The workspace's is the admin's alone, and since all know that there is one, that is said in words.
 */
function mayWrite(ctx: Ctx, owner: Pick<CalendarRow, 'teamDepartment' | 'reachesMember'>): boolean {
  if (ctx.reach === 'all') return true;
  return owner.teamDepartment === null ? owner.reachesMember : reachesDepartment(ctx, owner.teamDepartment);
}

const adminOnly = () =>
  new BatonError('forbidden', 'calendar.admin-only', "Only an admin may change the workspace's calendar.");

/** The calendar for a change, locked; throws `calendar.not-found` when it is out of the actor's reach. */
export async function loadForWrite(ctx: Ctx, calendarId: string): Promise<CalendarRow> {
  const calendar = requireFound('calendar', await lockCalendar(ctx, calendarId));
  if (calendar.teamId === null && calendar.memberId === null && ctx.reach !== 'all') throw adminOnly();
  return requireFound('calendar', mayWrite(ctx, calendar) ? calendar : undefined);
}

/** Throws `team.not-found` or `member.not-found` unless the actor may give this owner a calendar. */
export async function requireOwner(ctx: Ctx, owner: CalendarOwner): Promise<void> {
  if (owner.kind === 'workspace') {
    if (ctx.reach !== 'all') throw adminOnly();
    return;
  }
  const found = await findOwner(ctx, owner);
  requireFound(owner.kind, found && mayWrite(ctx, found) ? found : undefined);
}
