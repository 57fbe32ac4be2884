import type { Ctx } from '../../context.ts';
import type { Agreement } from '../../core/agreement/schema.ts';
import type { CompiledCalendar } from '../../core/calendar/compile.ts';
import { type KeyedHours, prepareHours } from './prepare-hours.ts';
import { type HoursRow, listHoursById, listHoursOf, listTeamsOf } from './store.ts';

/** A calendar ready for calculation; `id` is null for that of the agreement. */
export type AppliedCalendar = { id: string | null; calendar: CompiledCalendar };

/** The version of the agreement whose calendar applies where nobody has an own one. */
export type AgreedCalendar = { readonly version: { readonly id: string }; readonly agreement: Agreement };

/** Whose calendar applies to a member who has something for a team; null where there is none at all. */
export type CalendarBook = (memberId: string | null, teamId: string | null) => AppliedCalendar | null;

/**
 * The calendars of members as they stand now: the member's own, else that of the team for which they have the work, else
 * that of their first team that has one, else that of the agreement; the workspace's where the agreement has none, or where there is none.
 */
export async function loadCalendars(
  ctx: Ctx,
  agreed: AgreedCalendar | null,
  memberIds: string[],
): Promise<CalendarBook> {
  const memberships = await listTeamsOf(ctx, memberIds);
  const rows = await listHoursOf(ctx, memberIds, [...new Set(memberships.map(({ teamId }) => teamId))]);
  const prepared = await Promise.all(
    rows.map(async (row) => ({ ...row, calendar: await prepareHours(keyed(row), ctx.now, ctx.now) })),
  );
  const ofMember = new Map(prepared.flatMap((row) => (row.memberId === null ? [] : [[row.memberId, row] as const])));
  const ofTeam = new Map(prepared.flatMap((row) => (row.teamId === null ? [] : [[row.teamId, row] as const])));
  const ofWorkspace = prepared.find(({ memberId, teamId }) => memberId === null && teamId === null) ?? null;
  const ofAgreement = agreed === null ? null : await prepareAgreed(agreed, ctx.now, ctx.now);
  const teams = Map.groupBy(memberships, ({ memberId }) => memberId);
  return (memberId, teamId) => {
    const own = memberId === null ? undefined : ofMember.get(memberId);
    if (own !== undefined) return own;
    const joined = (memberId === null ? undefined : teams.get(memberId))?.map((one) => one.teamId) ?? [];
    const inOrder = teamId !== null && joined.includes(teamId) ? [teamId, ...joined] : joined;
    const found = inOrder.map((id) => ofTeam.get(id)).find((row) => row !== undefined);
    if (found !== undefined) return found;
    return ofAgreement === null ? ofWorkspace : { id: null, calendar: ofAgreement };
  };
}

/** Calendars by id, as they stand now, for clocks that began at `from` or later. One that was removed is not among them. */
export async function loadCalendarsById(ctx: Ctx, ids: string[], from: Date): Promise<Map<string, CompiledCalendar>> {
  const rows = ids.length > 0 ? await listHoursById(ctx, ids) : [];
  const entries = rows.map(async (row) => [row.id, await prepareHours(keyed(row), from, ctx.now)] as const);
  return new Map(await Promise.all(entries));
}

/** The calendar of an agreement; null where it has none. */
export async function prepareAgreed(
  { version, agreement }: AgreedCalendar,
  from: Date,
  now: Date,
): Promise<CompiledCalendar | null> {
  if (agreement.calendar === undefined) return null;
  const { timezone: zone, hours, holidays, closed, days } = agreement.calendar;
  return prepareHours({ key: `agreement:${version.id}`, hours: { zone, hours, holidays, closed, days } }, from, now);
}

function keyed({ id, version, zone, hours, holidays, closed, days }: HoursRow): KeyedHours {
  return { key: `calendar:${id}:${version}`, hours: { zone, hours, holidays, closed, days } };
}
