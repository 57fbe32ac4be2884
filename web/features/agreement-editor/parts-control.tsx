/** Controls of several parts under one label: lengths of time, amounts in a period, meetings, spans of the day. */
import '@mantine/core/styles/NumberInput.layer.css';
import { NumberInput, Select, TextInput } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import type { Plain } from '../../../src/core/agreement/plain-agreement.ts';
import { nths, weekdayNames } from '../../../src/core/agreement/recurrence.ts';
import { type Choice, choice, periodChoices } from './clause-fields.ts';
import styles from './controls.module.css';
import * as values from './field-values.ts';

export type ControlProps = {
  label: string;
  value: Plain | undefined;
  onChange: (value: Plain | undefined) => void;
  /** What absence means. */
  usual: Plain | undefined;
};

/** A group of controls with what it asks, what helps, and what is wrong. */
export function Parts(props: { label: string; help?: ReactNode; error?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <fieldset className={styles.parts} {...(props.error ? { 'aria-describedby': id } : {})}>
      <legend className="mantine-InputWrapper-label">{props.label}</legend>
      {props.help && <p className="mantine-InputWrapper-description">{props.help}</p>}
      <div className={styles.partRow}>{props.children}</div>
      {props.error && (
        <p id={id} className="mantine-InputWrapper-error">
          {props.error}
        </p>
      )}
    </fieldset>
  );
}

type CountProps = {
  label: string;
  value: number | null;
  onChange: (count: number | null) => void;
  placeholder?: string | undefined;
  suffix?: string;
  isWhole?: boolean;
  /** Wide enough for amounts of money. */
  isWide?: boolean;
};

export function Count({ label, value, onChange, placeholder, suffix, isWhole = true, isWide = false }: CountProps) {
  return (
    <NumberInput
      aria-label={label}
      className={isWide ? styles.amount : styles.count}
      value={value ?? ''}
      onChange={(next) => (next === '' ? onChange(null) : typeof next === 'number' && onChange(next))}
      allowDecimal={!isWhole}
      allowNegative={false}
      min={0}
      thousandSeparator=","
      hideControls
      {...(placeholder ? { placeholder } : {})}
      {...(suffix ? { suffix } : {})}
    />
  );
}

function Pick(props: { label: string; data: readonly Choice[]; value: string; onChange: (value: string) => void }) {
  return (
    <Select
      aria-label={props.label}
      className={styles.pick}
      data={[...props.data]}
      value={props.value}
      onChange={(next) => next && props.onChange(next)}
    />
  );
}

const units = [choice('m', 'minutes'), choice('h', 'hours'), choice('d', 'days'), choice('w', 'weeks')];
const businessUnits = [choice('m', 'business minutes'), choice('h', 'business hours'), choice('days', 'business days')];
const never = choice('never', 'never');

type LengthProps = ControlProps & {
  read: (value: Plain | undefined) => values.Length | null;
  write: (length: values.Length) => Plain;
  units: readonly Choice[];
};

/** The unit stays while the count is empty. */
function LengthControl({ label, value, onChange, usual, read, write, units: data }: LengthProps) {
  const given = read(value);
  const shown = given ?? read(usual);
  const isNever = value === 'never';
  const unit = isNever ? 'never' : (shown?.unit ?? data[data.length > 3 ? 2 : 1]?.value ?? 'h');
  const put = (count: number | null, next: string) => {
    if (next === 'never') onChange('never');
    else onChange(count === null ? undefined : write({ count, unit: next }));
  };
  return (
    <>
      {!isNever && (
        <Count
          label={label}
          value={given?.count ?? null}
          placeholder={shown ? String(shown.count) : undefined}
          onChange={(count) => put(count, unit)}
        />
      )}
      <Pick
        label={`${label}, unit`}
        data={data}
        value={unit}
        onChange={(next) => put(given?.count ?? shown?.count ?? 1, next)}
      />
    </>
  );
}

export const DurationControl = ({ canBeNever = false, ...props }: ControlProps & { canBeNever?: boolean }) => (
  <LengthControl
    {...props}
    read={values.readLength}
    write={values.writeLength}
    units={canBeNever ? [...units, never] : units}
  />
);

export const BusinessControl = (props: ControlProps) => (
  <LengthControl {...props} read={values.readBusiness} write={values.writeBusiness} units={businessUnits} />
);

export function PerControl({ label, value, onChange, suffix }: ControlProps & { suffix: string }) {
  const given = values.readPer(value);
  const per = given?.per ?? 'quarter';
  return (
    <>
      <Count
        label={label}
        value={given?.amount ?? null}
        suffix={suffix}
        isWhole={false}
        isWide
        onChange={(amount) => onChange(amount === null ? undefined : values.writePer({ amount, per }))}
      />
      <Pick
        label={`${label}, period`}
        data={periodChoices}
        value={per}
        onChange={(next) => onChange(values.writePer({ amount: given?.amount ?? 0, per: next }))}
      />
    </>
  );
}

export function CountPerControl({ label, value, onChange }: ControlProps) {
  const given = values.readCountPer(value);
  const per = given?.per ?? { count: 365, unit: 'd' };
  return (
    <>
      <Count
        label={label}
        value={given?.count ?? null}
        onChange={(count) => onChange(count === null ? undefined : values.writeCountPer({ count, per }))}
      />
      <span className="sub">times in</span>
      <LengthControl
        label={`${label}, in`}
        value={values.writeLength(per)}
        usual={undefined}
        onChange={(next) => {
          const length = values.readLength(next);
          if (length) onChange(values.writeCountPer({ count: given?.count ?? 1, per: length }));
        }}
        read={values.readLength}
        write={values.writeLength}
        units={units}
      />
    </>
  );
}

export function RangeControl({ label, value, onChange }: ControlProps) {
  const given = values.readRange(value);
  const put = (from: number | null, to: number | null) => {
    if (from === null && to === null) return onChange(undefined);
    onChange(values.writeRange({ from: from ?? to ?? 1, to: to ?? from ?? 1 }));
  };
  return (
    <>
      <Count label={`${label}, from`} value={given?.from ?? null} onChange={(from) => put(from, given?.to ?? null)} />
      <span className="sub">to</span>
      <Count label={`${label}, to`} value={given?.to ?? null} onChange={(to) => put(given?.from ?? null, to)} />
    </>
  );
}

const targetKinds = [
  choice('share', 'a share'),
  choice('duration', 'a length of time'),
  choice('amount', 'an amount'),
  choice('amount-per', 'an amount in a period'),
];
const targetStarts: Record<string, values.TargetParts> = {
  share: { kind: 'share', count: 90, unit: '%' },
  duration: { kind: 'duration', count: 30, unit: 'd' },
  amount: { kind: 'amount', count: 1000, unit: '' },
  'amount-per': { kind: 'amount-per', count: 1000, unit: 'month' },
};

export function TargetControl({ label, value, onChange }: ControlProps) {
  const given = values.readTarget(value);
  const put = (parts: Partial<values.TargetParts>) =>
    onChange(values.writeTarget({ ...(given ?? { kind: 'share', count: 90, unit: '%' }), ...parts }));
  return (
    <>
      <Pick
        label={`${label}, kind`}
        data={[choice('none', 'nothing agreed'), ...targetKinds]}
        value={given?.kind ?? 'none'}
        onChange={(kind) => (kind === 'none' ? onChange(undefined) : put(targetStarts[kind] ?? {}))}
      />
      {given && (
        <Count
          label={label}
          value={given.count}
          suffix={given.kind === 'share' ? ' %' : ''}
          isWhole={given.kind === 'duration'}
          isWide={given.kind === 'amount' || given.kind === 'amount-per'}
          onChange={(count) => put({ count: count ?? 0 })}
        />
      )}
      {given?.kind === 'duration' && (
        <Pick label={`${label}, unit`} data={units} value={given.unit} onChange={(unit) => put({ unit })} />
      )}
      {given?.kind === 'amount-per' && (
        <Pick label={`${label}, period`} data={periodChoices} value={given.unit} onChange={(unit) => put({ unit })} />
      )}
    </>
  );
}

const rhythms = [
  choice('week', 'every week'),
  ...nths.map((nth) => choice(`${nth} month`, `${nth} of the month`)),
  ...nths.map((nth) => choice(`${nth} quarter`, `${nth} of the quarter`)),
];

export function MeetingControl({ label, value, onChange }: ControlProps) {
  const given = values.readMeeting(value) ?? { rhythm: 'week', weekday: 'Monday', time: '09:30' };
  const put = (parts: Partial<values.Meeting>) => onChange(values.writeMeeting({ ...given, ...parts }));
  return (
    <>
      <Pick
        label={`${label}, weekday`}
        data={weekdayNames.map((name) => choice(name, name))}
        value={given.weekday}
        onChange={(weekday) => put({ weekday })}
      />
      <Pick label={`${label}, rhythm`} data={rhythms} value={given.rhythm} onChange={(rhythm) => put({ rhythm })} />
      <Time label={`${label}, time`} value={given.time} onChange={(time) => time && put({ time })} />
    </>
  );
}

export function QuietControl({ label, value, onChange }: ControlProps) {
  const given = values.readQuiet(value);
  const put = (from: string, to: string) => onChange(from || to ? values.writeQuiet({ from, to }) : undefined);
  return (
    <>
      <Time label={`${label}, from`} value={given?.from ?? ''} onChange={(from) => put(from, given?.to || '08:00')} />
      <span className="sub">to</span>
      <Time label={`${label}, to`} value={given?.to ?? ''} onChange={(to) => put(given?.from || '20:00', to)} />
    </>
  );
}

export function Time(props: { label: string; value: string; onChange: (time: string) => void }) {
  return (
    <TextInput
      type="time"
      aria-label={props.label}
      className={styles.time}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

const ends = [choice('open', 'without an end'), choice('day', 'on a day')];

/** A day; with a time of it where one is wanted. */
export function MomentControl({ label, value, onChange, canBeOpen = false }: ControlProps & { canBeOpen?: boolean }) {
  const given = values.readMoment(value);
  const isOpen = canBeOpen && given === null;
  return (
    <>
      {canBeOpen && (
        <Pick
          label={`${label}, whether`}
          data={ends}
          value={isOpen ? 'open' : 'day'}
          onChange={(next) => onChange(next === 'open' ? 'open' : '2027-12-31')}
        />
      )}
      {!isOpen && (
        <TextInput
          type="date"
          aria-label={label}
          className={styles.day}
          value={given?.day ?? ''}
          onChange={(event) => {
            const day = event.currentTarget.value;
            onChange(day ? values.writeMoment({ day, time: given?.time ?? '' }) : undefined);
          }}
        />
      )}
      {!isOpen && given && (
        <Time
          label={`${label}, time of the day`}
          value={given.time}
          onChange={(time) => onChange(values.writeMoment({ day: given.day, time }))}
        />
      )}
    </>
  );
}
