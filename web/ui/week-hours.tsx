/** Working hours of a week: several spans a day, copied to other days, with hours a week and faults beside each day. */
import { ActionIcon, Button, Checkbox, Menu } from '@mantine/core';
import { findHoursProblems, minutesPerWeek } from '../../src/core/calendar/hours.ts';
import { SpanText, type Weekday, type WorkingHours, weekdays } from '../../src/core/calendar/schema.ts';
import { Icon } from './icon.tsx';
import { readSpan, suggestSpan, weekdayName, writeSpan } from './span-text.ts';
import styles from './week-hours.module.css';

type Hours = WorkingHours['hours'];

export type WeekHoursProps = {
  value: Hours;
  onChange: (hours: Hours) => void;
  /** BCP 47 tag for the names of the days. */
  locale: string;
  /** The server's faults by path, as forms hold them: `hours.mon.0`. */
  faults?: Record<string, unknown>;
};

const faultId = (day: Weekday) => `hours-fault-${day}`;

export function WeekHours({ value, onChange, locale, faults = {} }: WeekHoursProps) {
  const found = findFaults(value, faults);
  const minutes = hasOnlySpans(value) ? minutesPerWeek({ hours: value }) : null;
  const setDay = (day: Weekday, spans: string[]) => onChange(withDays(value, [day], spans));
  return (
    <fieldset
      className={styles.week}
      data-fault={found.size > 0 || undefined}
      tabIndex={found.size > 0 ? -1 : undefined}
    >
      <legend className={styles.spoken}>Working hours</legend>
      {weekdays.map((day) => {
        const spans = value[day] ?? [];
        const name = weekdayName(day, locale);
        return (
          <div key={day} className={styles.day}>
            <Checkbox
              label={name}
              checked={spans.length > 0}
              onChange={(event) => setDay(day, event.currentTarget.checked ? usualSpans(value) : [])}
            />
            {spans.length === 0 ? (
              <p className={styles.closed}>Closed</p>
            ) : (
              <div className={styles.spans}>
                {spans.map((span, index) => (
                  <SpanRow
                    // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place in the day; its text changes while it is typed
                    key={index}
                    label={`${name}, span ${index + 1}`}
                    value={span}
                    describedBy={found.has(day) ? faultId(day) : undefined}
                    onChange={(text) => setDay(day, spans.with(index, text))}
                    onRemove={() => setDay(day, spans.toSpliced(index, 1))}
                  />
                ))}
              </div>
            )}
            <div className={styles.actions}>
              <ActionIcon
                aria-label={`Add hours on ${name}`}
                title="Add hours"
                onClick={() => setDay(day, [...spans, suggestSpan(spans)])}
              >
                <Icon name="plus" />
              </ActionIcon>
              <CopyMenu day={day} locale={locale} onCopy={(days) => onChange(withDays(value, days, spans))} />
            </div>
            {found.has(day) && (
              <p id={faultId(day)} className={styles.fault}>
                {found.get(day)}
              </p>
            )}
          </div>
        );
      })}
      <p className={styles.sum} aria-live="polite">
        {minutes === null ? 'Hours a week: complete the times above' : sumText(minutes)}
      </p>
    </fieldset>
  );
}

export function SpanRow(props: {
  label: string;
  value: string;
  describedBy: string | undefined;
  onChange: (text: string) => void;
  onRemove: () => void;
}) {
  const { from, to, overnight } = readSpan(props.value);
  const described = props.describedBy ? { 'aria-describedby': props.describedBy, 'aria-invalid': true } : {};
  return (
    <div className={styles.span}>
      <input
        type="time"
        aria-label={`${props.label}, from`}
        value={from}
        onChange={(event) => props.onChange(writeSpan(event.currentTarget.value, to))}
        {...described}
      />
      <span aria-hidden="true">to</span>
      <input
        type="time"
        aria-label={`${props.label}, to`}
        value={to}
        onChange={(event) => props.onChange(writeSpan(from, event.currentTarget.value))}
        {...described}
      />
      <ActionIcon aria-label={`Remove ${props.label}`} title="Remove" onClick={props.onRemove}>
        <Icon name="close" />
      </ActionIcon>
      {overnight && <span className={styles.overnight}>until the next day</span>}
    </div>
  );
}

function CopyMenu({ day, locale, onCopy }: { day: Weekday; locale: string; onCopy: (days: Weekday[]) => void }) {
  const name = weekdayName(day, locale);
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon aria-label={`Copy ${name} to other days`} title="Copy to other days">
          <Icon name="copy" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Copy {name} to</Menu.Label>
        <Menu.Item onClick={() => onCopy(weekdays.slice(0, 5))}>Monday to Friday</Menu.Item>
        <Menu.Item onClick={() => onCopy([...weekdays])}>Every day</Menu.Item>
        <Menu.Divider />
        {weekdays
          .filter((other) => other !== day)
          .map((other) => (
            <Menu.Item key={other} closeMenuOnClick={false} onClick={() => onCopy([other])}>
              {weekdayName(other, locale)}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The button that fills an empty week at once. */
export function UsualWeek({ onChange }: { onChange: (hours: Hours) => void }) {
  const apply = (spans: string[]) => onChange(withDays({}, weekdays.slice(0, 5), spans));
  return (
    <div className="row">
      <span className="cap">Begin with</span>
      <Button data-size="small" onClick={() => apply(['09:00-17:00'])}>
        9 to 5
      </Button>
      <Button data-size="small" onClick={() => apply(['09:00-12:30', '13:30-18:00'])}>
        With a lunch break
      </Button>
    </div>
  );
}

const withDays = (hours: Hours, days: readonly Weekday[], spans: string[]): Hours => ({
  ...hours,
  ...Object.fromEntries(days.map((day) => [day, [...spans]])),
});

/** A day that opens takes the hours of the first day that has some. */
function usualSpans(hours: Hours): string[] {
  const known = weekdays.map((day) => hours[day] ?? []).find((spans) => spans.length > 0);
  return known ? [...known] : ['09:00-17:00'];
}

const hasOnlySpans = (hours: Hours): boolean =>
  weekdays.every((day) => (hours[day] ?? []).every((span) => SpanText.safeParse(span).success));

const sumText = (minutes: number): string => {
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest ? ` ${rest} min` : ''} a week`;
};

/** One sentence a day: an unfinished time first, then what the rules of calendars say, then what the server said. */
function findFaults(hours: Hours, fromServer: Record<string, unknown>): Map<Weekday, string> {
  const faults = new Map<Weekday, string>();
  for (const day of weekdays) {
    const unfinished = (hours[day] ?? []).some((span) => !SpanText.safeParse(span).success);
    if (unfinished) faults.set(day, 'Fill in both times, at the latest 06:00 of the next day.');
  }
  if (faults.size === 0) {
    const problems = findHoursProblems({ zone: 'UTC', hours, holidays: null, closed: [], days: {} });
    for (const { pointer, detail } of problems) {
      const day = weekdays.find((name) => pointer.startsWith(`#/hours/${name}`));
      if (day) faults.set(day, faults.get(day) ?? detail);
    }
  }
  for (const [path, detail] of Object.entries(fromServer)) {
    const day = weekdays.find((name) => path.includes(`hours.${name}`));
    if (day && typeof detail === 'string') faults.set(day, faults.get(day) ?? detail);
  }
  return faults;
}
