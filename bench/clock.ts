import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { type CompiledCalendar, compileCalendar } from '../src/core/calendar/compile.ts';
import { businessTimeBetween } from '../src/core/clock/business-time.ts';
import { dueAt } from '../src/core/clock/due.ts';

/**
 * Due times per second over a year of starts in ten zones, from calendars that are new (every week has to be computed) and
 * from calendars that are warm. Beside it the limit of this machine in the same run: the same loop without the rule.
 */
const seed = 20_260_302;
const dues = 200_000;
const rounds = 5;
const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Chatham',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Africa/Cairo',
  'America/Sao_Paulo',
  'Pacific/Apia',
];
const officeHours = Object.fromEntries(
  ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, ['09:00-12:30', '13:30-18:00']]),
);
const holidays = ['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-12-25'];

type Question = { calendar: number; start: number; target: number };

/** The same numbers in every run: a linear congruential generator (Numerical Recipes). */
function* drawNumbers(): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

const numbers = drawNumbers();
const draw = (below: number): number => Math.floor(numbers.next().value * below);
const questions: Question[] = Array.from({ length: dues }, () => ({
  calendar: draw(zones.length),
  start: Date.UTC(2026, 0, 1) + draw(365 * 86_400_000),
  target: draw(5 * 480) * 60_000,
}));
const makeCalendars = (): CompiledCalendar[] =>
  zones.map((zone) => compileCalendar({ zone, hours: officeHours, holidays: null, closed: [], days: {} }, holidays));

/** The best of the rounds in answers per second: what disturbs a run only ever makes it slower. */
function measure(answer: (question: Question, calendars: CompiledCalendar[]) => number, isNew: boolean): number {
  let best = 0;
  let calendars = makeCalendars();
  for (let round = 0; round <= rounds; round += 1) {
    if (isNew) calendars = makeCalendars();
    const began = performance.now();
    let sum = 0;
    for (const question of questions) sum += answer(question, calendars);
    const perSecond = Math.round((dues / (performance.now() - began)) * 1_000);
    if (!Number.isFinite(sum)) throw new Error('A due time is missing.');
    if (round > 0) best = Math.max(best, perSecond);
  }
  return best;
}

const calendarOf = (question: Question, calendars: CompiledCalendar[]) =>
  calendars[question.calendar] as CompiledCalendar;
const due = (question: Question, calendars: CompiledCalendar[]): number =>
  dueAt(calendarOf(question, calendars), question.start, question.target).due ?? Number.NaN;
const paused = (question: Question, calendars: CompiledCalendar[]): number => {
  const { start, target } = question;
  const pauses = [{ from: start + 3_600_000, to: start + 90_000_000 }];
  return dueAt(calendarOf(question, calendars), start, target, pauses).due ?? Number.NaN;
};
const elapsed = (question: Question, calendars: CompiledCalendar[]): number =>
  businessTimeBetween(calendarOf(question, calendars), question.start, question.start + 10 * question.target);
const nothing = (question: Question, calendars: CompiledCalendar[]): number =>
  question.start + question.target + calendarOf(question, calendars).zone.length;

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
console.log(
  JSON.stringify(
    {
      bench: 'clock',
      version,
      seed,
      input: { dues, calendars: zones.length, days: 365, targetMinutes: '0 to 2399' },
      machine: { cpus: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version },
      perSecond: {
        dueTimes: measure(due, false),
        dueTimesOfNewCalendars: measure(due, true),
        dueTimesWithPause: measure(paused, false),
        elapsedTimes: measure(elapsed, false),
        emptyLoop: measure(nothing, false),
      },
    },
    null,
    2,
  ),
);
