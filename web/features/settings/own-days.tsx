/** Days that differ from their weekday: closed, or open at other hours. */
import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { addDays } from '../../../src/core/calendar/hours.ts';
import { SpanText, type WorkingHours } from '../../../src/core/calendar/schema.ts';
import { Day } from '../../../src/core/wire.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { Icon } from '../../ui/icon.tsx';
import { suggestSpan } from '../../ui/span-text.ts';
import { SpanRow } from '../../ui/week-hours.tsx';
import styles from './calendar.module.css';

type Days = Pick<WorkingHours, 'closed' | 'days'>;

export function OwnDays(props: Days & { faults: Record<string, unknown>; onChange: (next: Days) => void }) {
  const { closed, days, faults, onChange } = props;
  const [showPast, setShowPast] = useState(false);
  const today = now().toISOString().slice(0, 10);
  const all = [...new Set([...closed, ...Object.keys(days)])].sort();
  const past = all.filter((day) => day < today);
  const shown = showPast ? all : all.filter((day) => day >= today);
  const close = (day: string) => {
    const { [day]: _gone, ...rest } = days;
    onChange({ closed: [...closed.filter((each) => each !== day), day].sort(), days: rest });
  };
  const open = (day: string, spans: string[]) =>
    onChange({ closed: closed.filter((each) => each !== day), days: { ...days, [day]: spans } });
  const remove = (day: string) => {
    const { [day]: _gone, ...rest } = days;
    onChange({ closed: closed.filter((each) => each !== day), days: rest });
  };
  return (
    <section aria-labelledby="own-days">
      <h3 className={styles.title} id="own-days">
        Own days
      </h3>
      <p className={styles.about}>
        Closed between the years, or shorter before a feast: these days win over the week and over holidays.
      </p>
      {typeof faults.closed === 'string' && (
        <p className={styles.fault} role="alert">
          {faults.closed}
        </p>
      )}
      {shown.length === 0 && <p className={styles.none}>No own days ahead.</p>}
      <ul className={styles.days}>
        {shown.map((day) => (
          <OwnDay
            key={day}
            day={day}
            spans={days[day]}
            fault={faultOf(day, closed, days, faults)}
            onClosed={() => close(day)}
            onSpans={(spans) => open(day, spans)}
            onRemove={() => remove(day)}
          />
        ))}
      </ul>
      <AddDay taken={all} today={today} onAdd={close} />
      {past.length > 0 && (
        <Button data-size="small" variant="subtle" onClick={() => setShowPast(!showPast)} aria-expanded={showPast}>
          {showPast ? 'Hide past days' : `Show ${past.length} past ${past.length === 1 ? 'day' : 'days'}`}
        </Button>
      )}
    </section>
  );
}

function faultOf(day: string, closed: string[], days: WorkingHours['days'], faults: Record<string, unknown>) {
  if ((days[day] ?? []).some((span) => !SpanText.safeParse(span).success)) return 'Fill in both times.';
  const places = [`days.${day}`, `closed.${closed.indexOf(day)}`];
  const found = Object.entries(faults).find(([path]) =>
    places.some((place) => path === place || path.startsWith(`${place}.`)),
  );
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}

function OwnDay(props: {
  day: string;
  spans: string[] | undefined;
  fault: string | undefined;
  onClosed: () => void;
  onSpans: (spans: string[]) => void;
  onRemove: () => void;
}) {
  const { day, spans, fault } = props;
  const { locale } = useFormat();
  const write = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' });
  const name = write.format(new Date(`${day}T00:00:00Z`));
  const faultId = `own-day-${day}`;
  return (
    <li>
      <div className={styles.day}>
        <time dateTime={day}>{name}</time>
        <SegmentedControl
          aria-label={`${name}: closed or other hours`}
          data={[
            { value: 'closed', label: 'Closed' },
            { value: 'open', label: 'Other hours' },
          ]}
          value={spans ? 'open' : 'closed'}
          onChange={(value) => (value === 'closed' ? props.onClosed() : props.onSpans([suggestSpan([])]))}
        />
        <ActionIcon aria-label={`Remove ${name}`} title="Remove" onClick={props.onRemove}>
          <Icon name="close" />
        </ActionIcon>
      </div>
      {spans && (
        <div className={styles.spans}>
          {spans.map((span, index) => (
            <SpanRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place in the day; its text changes while it is typed
              key={index}
              label={`${name}, span ${index + 1}`}
              value={span}
              describedBy={fault ? faultId : undefined}
              onChange={(text) => props.onSpans(spans.with(index, text))}
              onRemove={() => (spans.length === 1 ? props.onClosed() : props.onSpans(spans.toSpliced(index, 1)))}
            />
          ))}
          <Button data-size="small" onClick={() => props.onSpans([...spans, suggestSpan(spans)])}>
            Add hours
          </Button>
        </div>
      )}
      {fault && (
        <p id={faultId} className={styles.fault}>
          {fault}
        </p>
      )}
    </li>
  );
}

/** The next day is ready at once: closed days often come in a row. */
function AddDay({ taken, today, onAdd }: { taken: string[]; today: string; onAdd: (day: string) => void }) {
  const [day, setDay] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const add = () => {
    if (!Day.safeParse(day).success) return setFault('Choose a day.');
    if (taken.includes(day)) return setFault('This day is in the list already.');
    setFault(null);
    onAdd(day);
    setDay(addDays(day, 1));
  };
  return (
    <div className={styles.addDay}>
      <TextInput
        label="Add a day"
        type="date"
        min={today}
        value={day}
        onChange={(event) => setDay(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
        error={fault}
      />
      <Button onClick={add}>Add</Button>
    </div>
  );
}
