/** The fields of a calendar, with what is wrong beside each. */
import { TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { findHoursProblems, minutesPerWeek } from '../../../src/core/calendar/hours.ts';
import type { WorkingHours } from '../../../src/core/calendar/schema.ts';
import { editCalendar } from '../../../src/features/calendars/schema.ts';
import { useFormat } from '../../format.ts';
import { ZoneSelect } from '../../ui/choice-inputs.tsx';
import { faultsOf } from '../../ui/form.tsx';
import { WeekHours } from '../../ui/week-hours.tsx';
import styles from './calendar.module.css';
import { HolidayPreview, HolidaySelect } from './holidays.tsx';
import { OwnDays } from './own-days.tsx';

export type CalendarValues = WorkingHours & { name: string };

/** What the shape says, then what the rules of calendars say: the server says the same, later. */
export function checkCalendar(values: CalendarValues): Record<string, string> {
  const { name, zone, hours, holidays, closed, days } = values;
  const body = { name, zone, hours, holidays, closed, days };
  const faults = faultsOf(editCalendar.body, body);
  if (Object.keys(faults).length > 0) return faults;
  const problems = findHoursProblems(body);
  return Object.fromEntries(problems.map(({ pointer, detail }) => [pointer.slice(2).replaceAll('/', '.'), detail]));
}

/** Open minutes a week; null while a time is unfinished. */
export function sumOf({ hours }: CalendarValues): number | null {
  const minutes = minutesPerWeek({ hours });
  return Number.isNaN(minutes) ? null : minutes;
}

export function CalendarFields<Values extends CalendarValues>({ form: given }: { form: UseFormReturnType<Values> }) {
  // Of a form with more fields, these are the calendar's.
  const form = given as unknown as UseFormReturnType<CalendarValues>;
  const { locale } = useFormat();
  const { hours, holidays, closed, days } = form.getValues();
  const change = <Field extends 'hours' | 'closed' | 'days'>(field: Field, value: CalendarValues[Field]) => {
    form.setFieldValue(field, value as never);
    // Faults inside the field, such as `hours.mon.0`, are of what was typed before.
    for (const path of Object.keys(form.errors)) if (path.startsWith(`${field}.`)) form.clearFieldError(path);
  };
  return (
    <>
      <div className={styles.head}>
        <TextInput label="Name" required {...form.getInputProps('name')} />
        <ZoneSelect required {...form.getInputProps('zone')} />
      </div>
      <section>
        <h3 className={styles.title}>Every week</h3>
        <WeekHours value={hours} onChange={(value) => change('hours', value)} locale={locale} faults={form.errors} />
        {form.errors.hours && (
          <p className={styles.fault} role="alert">
            {form.errors.hours}
          </p>
        )}
      </section>
      <section className="stack">
        <HolidaySelect
          value={holidays}
          onChange={(region) => form.setFieldValue('holidays', region)}
          error={form.errors.holidays}
        />
        {holidays && <HolidayPreview region={holidays} />}
      </section>
      <OwnDays
        closed={closed}
        days={days}
        faults={form.errors}
        onChange={(next) => {
          change('closed', next.closed);
          change('days', next.days);
        }}
      />
    </>
  );
}
