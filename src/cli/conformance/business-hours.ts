import { Temporal } from 'temporal-polyfill';
import { type CompiledCalendar, compileCalendar } from '../../core/calendar/compile.ts';
import type { WorkingHours } from '../../core/calendar/schema.ts';
import { dueAfterBusinessDays } from '../../core/clock/business-days.ts';
import { businessTimeBetween } from '../../core/clock/business-time.ts';
import { type Due, dueAt } from '../../core/clock/due.ts';
import { climbLadder } from '../../core/clock/escalation.ts';
import type { CalendarPart } from '../../core/clock/part.ts';
import type { Pause } from '../../core/clock/pause.ts';
import type { Target } from '../../core/clock/target.ts';
import { judgeAnswer } from '../../core/clock/verdict.ts';
import { nameOperation, type Operation } from './operation.ts';

type Spans = readonly (readonly [string, string])[];
type CalendarInput = {
  readonly tz: string;
  readonly week: Readonly<Record<string, Spans>>;
  readonly holidays?: readonly string[];
  readonly exceptions?: Readonly<Record<string, Spans>>;
};
type ClockInput = {
  readonly calendar: CalendarInput;
  readonly calendar_switches?: readonly { readonly at: string; readonly calendar: CalendarInput }[];
  readonly start: string;
  readonly pauses?: readonly (readonly [string, string | null])[];
};

const minute = 60_000;

export const operations: Operation[] = [
  nameOperation('input.op', 'due', (input: ClockInput & { target_minutes: number }) => {
    const { parts, start, pauses } = readClock(input);
    return describeDue(dueAt(parts, start, input.target_minutes * minute, pauses), parts);
  }),
  nameOperation('input.op', 'due_business_days_eod', (input: ClockInput & { business_days: number }) => {
    const { parts, start, pauses } = readClock(input);
    return describeDue(dueAfterBusinessDays(parts, start, input.business_days, pauses), parts);
  }),
  nameOperation('input.op', 'elapsed', (input: ClockInput & { from: string; to: string }) => {
    const { parts, start, pauses } = readClock({ ...input, start: input.from });
    return { business_minutes: businessTimeBetween(parts, start, readInstant(input.to), pauses) / minute };
  }),
  nameOperation(
    'input.op',
    'ladder',
    (input: ClockInput & { target_minutes?: number; business_days?: number; percents: number[] }) => {
      const { parts, start, pauses } = readClock(input);
      const steps = climbLadder(parts, start, readTarget(input), input.percents, pauses);
      return {
        at: Object.fromEntries(steps.map(({ percent, at }) => [percent, at === null ? null : writeInstant(at)])),
      };
    },
  ),
  nameOperation(
    'input.op',
    'verdict',
    (input: { due: string | null; responded_at?: string | null; now?: string | null }) => {
      const due = input.due === null ? null : readInstant(input.due);
      const answeredAt = input.responded_at ? readInstant(input.responded_at) : null;
      const now = input.now ? readInstant(input.now) : (answeredAt ?? Number.NEGATIVE_INFINITY);
      const state = judgeAnswer(due, answeredAt, now);
      const isAnswered = answeredAt !== null && answeredAt <= now;
      const words = { running: 'open', kept: 'met', broken: isAnswered ? 'breached' : 'overdue' };
      return { breached: state === 'broken', state: words[state] };
    },
  ),
];

function readClock(input: ClockInput): { parts: CalendarPart[]; start: number; pauses: Pause[] } {
  const start = readInstant(input.start);
  const switches = (input.calendar_switches ?? []).map(({ at, calendar }) => ({
    from: readInstant(at),
    calendar: readCalendar(calendar),
  }));
  return {
    parts: [{ from: Number.NEGATIVE_INFINITY, calendar: readCalendar(input.calendar) }, ...switches],
    start,
    pauses: (input.pauses ?? []).map(([from, to]) => ({
      from: readInstant(from),
      to: to === null ? null : readInstant(to),
    })),
  };
}

function readTarget(input: { target_minutes?: number; business_days?: number }): Target {
  if (input.target_minutes !== undefined) return { business: input.target_minutes * minute };
  if (input.business_days !== undefined) return { businessDays: input.business_days };
  throw new TypeError('The case has no target.');
}

function readCalendar({ tz, week, holidays = [], exceptions = {} }: CalendarInput): CompiledCalendar {
  const hours: WorkingHours = {
    zone: tz,
    hours: writeSpans(week),
    holidays: null,
    closed: [],
    days: writeSpans(exceptions),
  };
  return compileCalendar(hours, holidays);
}

function writeSpans(days: Readonly<Record<string, Spans>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(days).map(([day, spans]) => [day, spans.map((span) => span.join('-'))]));
}

function describeDue(due: Due, parts: readonly CalendarPart[]): Record<string, unknown> {
  if (due.due === null) {
    const remaining = due.remaining === null ? null : due.remaining / minute;
    return { due: null, due_local: null, remaining_minutes: remaining, state: due.reason, reason: due.reason };
  }
  const at = due.due;
  const { zone } = (parts.findLast(({ from }) => from <= at) as CalendarPart).calendar;
  return { due: writeInstant(at), due_local: writeLocal(at, zone), remaining_minutes: 0, state: 'due', reason: null };
}

/** Instants as the cases write them: whole seconds without a fraction. */
function writeInstant(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString();
}

function writeLocal(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString({ timeZone: zone });
}

function readInstant(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds;
}
