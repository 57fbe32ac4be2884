import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type CompiledCalendar, compileCalendar } from '../calendar/compile.ts';
import { businessTimeBetween } from './business-time.ts';
import { dueAt } from './due.ts';

/** Due instants that an independent engine computed; they are not part of the project. */
const folder = path.resolve(import.meta.dirname, '../../../../shared/data/business-hours');
const isHere = existsSync(folder);
if (!isHere) console.log('skipped: the due cases of an independent engine are not beside this checkout');

type Schedule = { tz: string; hours: Record<string, Record<string, string>>; holidays: string[] };

function readCalendars(): Map<string, CompiledCalendar> {
  const schedules: Record<string, Schedule> = JSON.parse(readFileSync(path.join(folder, 'schedules.json'), 'utf8'));
  return new Map(
    Object.entries(schedules).map(([name, { tz, hours, holidays }]) => {
      const spans = Object.fromEntries(
        Object.entries(hours).map(([day, each]) => [day, Object.entries(each).map((span) => span.join('-'))]),
      );
      return [name, compileCalendar({ zone: tz, hours: spans, holidays: null, closed: [], days: {} }, holidays)];
    }),
  );
}

it.skipIf(!isHere)('all 609 rows agree', () => {
  const calendars = readCalendars();
  const rows = readFileSync(path.join(folder, 'due_cases.csv'), 'utf8').trim().split('\n').slice(1);
  expect(rows).toHaveLength(609);
  const wrong = rows.filter((row) => {
    const [name = '', start = '', minutes, expected = ''] = row.split(',');
    const calendar = calendars.get(name);
    if (calendar === undefined) return true;
    const target = Number(minutes) * 60_000;
    const { due } = dueAt(calendar, Date.parse(start), target);
    const isElapsed = businessTimeBetween(calendar, Date.parse(start), Date.parse(expected)) === target;
    return due !== Date.parse(expected) || !isElapsed;
  });
  expect(wrong).toEqual([]);
});
