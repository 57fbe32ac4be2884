/** The calendar of the agreement, with the controls of the house's calendars. */

import { isPlainRecord, type Plain, type PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import { HolidayRegion, SpanText, type WorkingHours, weekdays } from '../../../src/core/calendar/schema.ts';
import { useFormat } from '../../format.ts';
import { WeekHours } from '../../ui/week-hours.tsx';
import { HolidayPreview, HolidaySelect } from '../settings/holidays.tsx';
import { OwnDays } from '../settings/own-days.tsx';
import styles from './controls.module.css';
import type { PlacedProblem } from './read-draft.ts';

const textsOf = (value: Plain | undefined): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

export function HoursControl(props: {
  label: string;
  error: string | undefined;
  value: Plain | undefined;
  onChange: (value: Plain) => void;
}) {
  const { locale } = useFormat();
  const given = isPlainRecord(props.value) ? props.value : {};
  const hours: WorkingHours['hours'] = Object.fromEntries(weekdays.map((day) => [day, textsOf(given[day])]));
  // A span that is being typed is said beside its day.
  const isUnfinished = Object.values(hours).some((spans) => spans.some((span) => !SpanText.safeParse(span).success));
  return (
    <section className={styles.control}>
      <h4>{props.label}</h4>
      <WeekHours
        value={hours}
        locale={locale}
        onChange={(next) => {
          const open = weekdays.flatMap((day): [string, Plain][] => {
            const spans = next[day] ?? [];
            return spans.length > 0 || given[day] !== undefined ? [[day, [...spans]]] : [];
          });
          props.onChange(Object.fromEntries(open));
        }}
      />
      {props.error && !isUnfinished && <p className="mantine-InputWrapper-error">{props.error}</p>}
    </section>
  );
}

export function HolidaysControl(props: {
  value: string | null;
  onChange: (value: Plain | undefined) => void;
  error: string | undefined;
}) {
  return (
    <div className={styles.control}>
      <HolidaySelect
        value={props.value}
        onChange={(region) => props.onChange(region ?? undefined)}
        error={props.error}
      />
      {props.value && HolidayRegion.safeParse(props.value).success && <HolidayPreview region={props.value} />}
    </div>
  );
}

/** Closed days and days of other hours are two names of the clause and one list for people. */
export function OwnDaysControl(props: {
  clause: PlainRecord;
  onClause: (clause: PlainRecord) => void;
  problems: readonly PlacedProblem[];
}) {
  const { clause, onClause, problems } = props;
  const given = isPlainRecord(clause.days) ? clause.days : {};
  const days = Object.fromEntries(Object.entries(given).map(([day, spans]) => [day, textsOf(spans)]));
  const faults = Object.fromEntries(problems.map(({ at, message }) => [at.slice(1).join('.'), message]));
  return (
    <OwnDays
      closed={textsOf(clause.closed)}
      days={days}
      faults={faults}
      onChange={(next) => {
        const { closed: _closed, days: _days, ...rest } = clause;
        onClause({
          ...rest,
          ...(next.closed.length > 0 ? { closed: next.closed } : {}),
          ...(Object.keys(next.days).length > 0 ? { days: next.days } : {}),
        });
      }}
    />
  );
}
