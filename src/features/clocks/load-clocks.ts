import type { Ctx } from '../../context.ts';
import type { CompiledCalendar } from '../../core/calendar/compile.ts';
import type { CalendarPart } from '../../core/clock/part.ts';
import type { Clock } from '../../core/clock/verdict.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { loadPauses } from '../absences/load-pauses.ts';
import { findRelay } from '../agreements/find-relay.ts';
import { loadCalendarsById, prepareAgreed } from '../calendars/load-calendars.ts';
import { toTarget } from './move-clocks.ts';
import { type ClockPause, findAway, limitPauses } from './select-pauses.ts';
import { type ClockRow, listParts, listPauses } from './store.ts';

/** A clock with all that it is judged by, under the version of the agreement to which it belongs. */
export type LoadedClock<Row> = {
  row: Row;
  clock: Omit<Clock, 'calendars' | 'pauses'> & { calendars: CalendarPart[]; pauses: ClockPause[] };
  relay: Relay;
};

/**
 * Gives rows of clocks their calendars and pauses, in the order of the rows; a statement for each table. While its owner is away
 * with cover a clock stands still too: each part by the absences of whoever had it then.
 */
export async function loadClocks<Row extends ClockRow>(ctx: Ctx, rows: readonly Row[]): Promise<LoadedClock<Row>[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const from = new Date(Math.min(...rows.map(({ startedAt }) => startedAt.getTime())));
  const parts = await listParts(ctx, ids);
  const pauses = Map.groupBy(await listPauses(ctx, ids), ({ clockId }) => clockId);
  const calendarIds = new Set(parts.map(({ calendarId }) => calendarId).filter((id) => id !== null));
  const byId = await loadCalendarsById(ctx, [...calendarIds], from);
  const versions = await loadVersions(ctx, rows, from);
  const partsOf = Map.groupBy(parts, ({ clockId }) => clockId);
  const owners = parts.map(({ memberId }) => memberId).filter((id) => id !== null);
  const away = await loadPauses(ctx, owners, from);
  return rows.map((row) => {
    const { relay, calendar } = versions.get(row.versionId) as Version;
    const own = partsOf.get(row.id) ?? [];
    const calendars = own.map(({ fromAt, calendarId }) => ({
      from: fromAt.getTime(),
      // A calendar that was removed leaves its clocks to that of the agreement.
      calendar: requireCalendar((calendarId === null ? undefined : byId.get(calendarId)) ?? calendar, row),
    }));
    const clock = {
      calendars,
      start: row.startedAt.getTime(),
      target: toTarget({ unit: row.targetUnit, count: row.targetCount }),
      pauses: [
        ...(pauses.get(row.id) ?? []).map(({ id, fromAt, toAt, reason, note }) => ({
          ...{ id, reason, note },
          from: fromAt.getTime(),
          to: toAt?.getTime() ?? null,
        })),
        ...own.flatMap(({ memberId, fromAt }, n) =>
          limitPauses(findAway(away, row.kind, memberId), fromAt.getTime(), own[n + 1]?.fromAt.getTime()),
        ),
      ],
      answeredAt: row.answeredAt?.getTime() ?? null,
    };
    return { row, clock, relay };
  });
}

type Version = { relay: Relay; calendar: CompiledCalendar | null };

async function loadVersions(ctx: Ctx, rows: readonly ClockRow[], from: Date): Promise<Map<string, Version>> {
  const versions = new Map<string, Version>();
  for (const id of new Set(rows.map(({ versionId }) => versionId))) {
    const relay = await findRelay(ctx, id);
    if (relay === null) throw new Error(`The agreement version ${id} of a clock was never in force.`);
    versions.set(id, { relay, calendar: await prepareAgreed(relay, from, ctx.now) });
  }
  return versions;
}

function requireCalendar(calendar: CompiledCalendar | null, { id }: ClockRow): CompiledCalendar {
  if (calendar !== null) return calendar;
  throw new Error(`Clock ${id} has no calendar.`);
}
