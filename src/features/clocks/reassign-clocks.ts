import type { Ctx } from '../../context.ts';
import { listHolding } from '../../core/clock/auto-resume.ts';
import { judgeClock, nextStepAt } from '../../core/clock/verdict.ts';
import { listPercents } from '../../core/relay/ladder.ts';
import { loadPauses } from '../absences/load-pauses.ts';
import { type CalendarBook, loadCalendars } from '../calendars/load-calendars.ts';
import { type LoadedClock, loadClocks } from './load-clocks.ts';
import { toDate } from './move-clocks.ts';
import { findAway, limitPauses } from './select-pauses.ts';
import { endPauses, insertParts, lockOpenClocks, type NewPart, updateOwners } from './store.ts';

/**
 * Gives what still runs of handoffs to the member who has them now: from this instant on time passes on their calendar.
 * What was over before stays with the first owner, and so
 * do pauses: only a legal hold is about the lead whoever has it. Runs after the facts of the reassignment have moved their clocks.
 */
export async function reassignClocks(
  ctx: Ctx,
  to: { memberId: string; teams: ReadonlyMap<string, string | null> },
): Promise<void> {
  const rows = await lockOpenClocks(ctx, [...to.teams.keys()]);
  const now = ctx.now.getTime();
  const owed = rows.filter(({ memberId, dueAt }) => memberId !== to.memberId && !(dueAt !== null && dueAt < ctx.now));
  const parts: NewPart[] = [];
  const moved: Parameters<typeof updateOwners>[1][number][] = [];
  const away = await loadPauses(ctx, [to.memberId], ctx.now);
  const ended: string[] = [];
  const books = new Map<string, CalendarBook>();
  for (const { row, clock, relay } of await loadClocks(ctx, owed)) {
    const calendars = books.get(row.versionId) ?? (await loadCalendars(ctx, relay, [to.memberId]));
    books.set(row.versionId, calendars);
    const applied = calendars(to.memberId, row.handoffId === null ? null : (to.teams.get(row.handoffId) ?? null));
    if (applied === null) throw new Error(`Clock ${row.id} has no calendar.`);
    const before = clock.calendars.filter(({ from }) => from < now);
    const { pauses, endedIds } = endOwn(clock, now);
    ended.push(...endedIds);
    const next = {
      ...clock,
      calendars: [...before, { from: now, calendar: applied.calendar }],
      pauses: [...pauses, ...limitPauses(findAway(away, row.kind, to.memberId), now)],
    };
    const { due } = judgeClock(next, now);
    const step = nextStepAt(next, listPercents(relay, row.kind), now);
    // At its due instant a promise can still be kept, and no step of the ladder need be ahead.
    const nextAt = due === null ? step : Math.min(step ?? due + 1, due + 1);
    parts.push({ clockId: row.id, fromAt: ctx.now, memberId: to.memberId, calendarId: applied.id });
    moved.push({ id: row.id, memberId: to.memberId, dueAt: toDate(due), nextAt: toDate(nextAt) });
  }
  await endPauses(ctx, ended);
  await insertParts(ctx, parts);
  await updateOwners(ctx, moved);
}

/** The pauses of a clock without what would be ahead of those that were the former owner's. */
function endOwn({ calendars, pauses }: LoadedClock<unknown>['clock'], now: number) {
  const endedIds = listHolding(calendars, pauses, now)
    .filter(({ reason }) => reason !== 'legal-hold')
    .map(({ id }) => id)
    .filter((id) => id !== null);
  const left = pauses.map((pause) =>
    pause.reason === 'absence-with-cover' || endedIds.includes(pause.id ?? '')
      ? { ...pause, to: Math.min(pause.to ?? now, now) }
      : pause,
  );
  return { pauses: left, endedIds };
}
