import { findHolidays } from '../../connectors/holidays.ts';
import { addDays, findHoursProblems, findOpenDay } from '../../core/calendar/hours.ts';
import type { WorkingHours } from '../../core/calendar/schema.ts';
import { BatonError, type FieldProblem } from '../../core/errors.ts';

/** A leap year: every day that comes once a year is in it. */
const lookAhead = 366;

/**
 * Refuses hours that no clock could run by: throws `calendar.invalid` with every problem at its field, one of which is a
 * year ahead in which closed days and holidays leave nothing open.
 */
export async function checkHours(hours: WorkingHours, now: Date): Promise<void> {
  const problems = findHoursProblems(hours);
  const today = now.toISOString().slice(0, 10);
  const holidays = await loadHolidays(hours.holidays, today, addDays(today, lookAhead));
  if (holidays === null) {
    problems.push({ pointer: '#/holidays', detail: 'Choose a region from the list, such as DE-BE.' });
  } else if (problems.length === 0 && findOpenDay(hours, holidays, today, lookAhead) === null) {
    problems.push({
      pointer: '#/closed',
      detail: 'Nothing is open in the year ahead: closed days and holidays leave no working day.',
    });
  }
  if (problems.length > 0) throw refusal(problems);
}

function refusal(errors: FieldProblem[]): BatonError {
  return new BatonError('invalid', 'calendar.invalid', errors[0]?.detail ?? 'The calendar has problems.', { errors });
}

/** The holidays of a region between two days; null for a region that is not known. */
async function loadHolidays(region: string | null, from: string, to: string): Promise<ReadonlySet<string> | null> {
  const days = new Set<string>();
  if (region === null) return days;
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
    const holidays = await findHolidays(region, year);
    if (holidays === null) return null;
    for (const { day } of holidays) days.add(day);
  }
  return days;
}
