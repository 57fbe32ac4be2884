import { Temporal } from 'temporal-polyfill';
import { instantOfWall } from '../calendar/zone.ts';
import { isZone } from '../wire.ts';
import type { ContentLine } from './content-line.ts';

/** The rule by which a zone of the file itself changes its offset: the n-th such weekday of a month, each year. */
type Onset = {
  /** Wall time of the first change as if it were UTC, epoch milliseconds. */
  first: number;
  /** Milliseconds before and after the change. */
  from: number;
  to: number;
  yearly: { month: number; weekday: number; nth: number } | null;
};
export type FileZones = ReadonlyMap<string, readonly Onset[]>;

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** A wall time as if it were UTC: `20260314T093000`, `20260314`. */
function readWall(value: string): number | null {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?Z?$/.exec(value) ?? [];
  if (year === undefined) return null;
  try {
    const fields = { year: +year, month: +(month ?? 0), day: +(day ?? 0), hour: +hour, minute: +minute };
    // A leap second is the one before it.
    const wall = Temporal.PlainDateTime.from({ ...fields, second: Math.min(+second, 59) }, { overflow: 'reject' });
    return wall.toZonedDateTime('UTC').epochMilliseconds;
  } catch {
    return null;
  }
}

/**
 * The instant of a line such as DTSTART: in UTC, in a zone of IANA's or of the file's own, on the wall of the reader's zone where it
 * names none, or the start of a whole day there. Null for what is none.
 *
 * @param zones the zones that the file itself describes; mail programs name them in their own ways
 * @param zone the reader's zone
 * @returns epoch milliseconds
 * @example
 * readCalendarTime({ name: 'DTSTART', params: { TZID: 'Europe/Berlin' }, value: '20260701T093000' }, new Map(), 'UTC')
 * // { at: Date.UTC(2026, 6, 1, 7, 30), wholeDay: false }
 * readCalendarTime({ name: 'DTSTART', params: { VALUE: 'DATE' }, value: '20260701' }, new Map(), 'Europe/Berlin')
 * // { at: Date.UTC(2026, 5, 30, 22), wholeDay: true }
 */
export function readCalendarTime(
  line: ContentLine,
  zones: FileZones,
  zone: string,
): { at: number; wholeDay: boolean } | null {
  const wall = readWall(line.value);
  if (wall === null) return null;
  if (!line.value.includes('T')) return { at: instantOfWall(zone, wall), wholeDay: true };
  if (line.value.endsWith('Z')) return { at: wall, wholeDay: false };
  const named = line.params.TZID;
  if (named === undefined) return { at: instantOfWall(zone, wall), wholeDay: false };
  if (isZone(named)) return { at: instantOfWall(named, wall), wholeDay: false };
  const offset = findOffset(zones.get(named) ?? [], wall);
  return { at: offset === null ? instantOfWall(zone, wall) : wall - offset, wholeDay: false };
}

/** The offset after the last change at or before a wall time; before the first of all, the one that it ended. */
function findOffset(onsets: readonly Onset[], wall: number): number | null {
  const year = new Date(wall).getUTCFullYear();
  const changes = onsets
    .flatMap((onset) => [year - 1, year].flatMap((one) => changeIn(onset, one)))
    .sort((a, b) => a.at - b.at);
  const last = changes.findLast(({ at }) => at <= wall);
  if (last !== undefined) return last.to;
  const [earliest] = [...onsets].sort((a, b) => a.first - b.first);
  return changes[0]?.from ?? earliest?.from ?? null;
}

function changeIn({ first, from, to, yearly }: Onset, year: number): { at: number; from: number; to: number }[] {
  if (yearly === null) return [{ at: first, from, to }];
  const day = 86_400_000;
  const { month, weekday, nth } = yearly;
  const edge = new Date(nth > 0 ? Date.UTC(year, month - 1, 1) : Date.UTC(year, month, 0));
  const ahead = (weekday - edge.getUTCDay() + 7) % 7;
  const days = nth > 0 ? ahead + 7 * (nth - 1) : -((7 - ahead) % 7) + 7 * (nth + 1);
  const at = edge.getTime() + days * day + (((first % day) + day) % day);
  return at < first ? [] : [{ at, from, to }];
}

/**
 * The zones that a file describes by VTIMEZONE, by the names that it gives them; only changes that come once, or on the same
 * weekday of a month each year.
 *
 * @example
 * readFileZones([]).size // 0
 */
export function readFileZones(lines: readonly ContentLine[]): FileZones {
  const zones = new Map<string, Onset[]>();
  for (const zone of cutBetween(lines, ['VTIMEZONE'])) {
    const id = zone.find(({ name }) => name === 'TZID')?.value;
    if (id === undefined) continue;
    const onsets = cutBetween(zone, ['STANDARD', 'DAYLIGHT']).flatMap(
      (part) => readOnset(Object.fromEntries(part.map(({ name, value }) => [name, value]))) ?? [],
    );
    zones.set(id, onsets);
  }
  return zones;
}

const mostParts = 50;

/** The lines between BEGIN and END of some components. */
function cutBetween(lines: readonly ContentLine[], components: readonly string[]): ContentLine[][] {
  const parts: ContentLine[][] = [];
  let open: ContentLine[] | null = null;
  for (const line of lines) {
    const isEdge =
      (line.name === 'BEGIN' || line.name === 'END') && components.includes(line.value.trim().toUpperCase());
    if (isEdge && line.name === 'END') open = null;
    else if (isEdge) {
      open = [];
      parts.push(open);
    } else open?.push(line);
  }
  return parts.slice(0, mostParts);
}

function readOnset({ DTSTART = '', TZOFFSETFROM = '', TZOFFSETTO = '', RRULE }: Record<string, string>): Onset | null {
  const [first, from, to] = [readWall(DTSTART), readOffset(TZOFFSETFROM), readOffset(TZOFFSETTO)];
  if (first === null || from === null || to === null) return null;
  const rule = new Map(RRULE?.split(';').map((part) => part.split('=', 2) as [string, string]));
  const [, nth, weekday] = /^([+-]?[1-5])(SU|MO|TU|WE|TH|FR|SA)$/.exec(rule.get('BYDAY') ?? '') ?? [];
  const month = Number(rule.get('BYMONTH'));
  const isYearly = rule.get('FREQ') === 'YEARLY' && nth !== undefined && month >= 1 && month <= 12;
  const yearly = isYearly ? { month, weekday: weekdays.indexOf(weekday ?? ''), nth: Number(nth) } : null;
  return { first, from, to, yearly };
}

function readOffset(value: string): number | null {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)(?:\d\d)?$/.exec(value) ?? [];
  if (sign === undefined) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
