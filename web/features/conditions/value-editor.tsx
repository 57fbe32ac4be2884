/** What a comparison compares with: the right control for each type of field and each operator. */
import '@mantine/core/styles/NumberInput.layer.css';
import '@mantine/core/styles/PillsInput.layer.css';
import '@mantine/core/styles/Pill.layer.css';
import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import type { CatalogueField } from '../../../src/core/agreement/catalogue.ts';
import type { ConditionValue } from '../../../src/core/agreement/condition.ts';
import { arityOf, type Operator } from '../../../src/core/agreement/operators.ts';
import { capitalise, sayKey } from '../../../src/core/agreement/sentence-words.ts';
import { MemberSelect } from '../settings/member-select.tsx';
import type { ConditionWords } from './condition-words.ts';
import styles from './conditions.module.css';

type Value = ConditionValue | undefined;
type EditorProps = {
  field: CatalogueField | undefined;
  operator: Operator;
  value: Value;
  onChange: (value: Value) => void;
  /** Of the whole comparison, for screen readers: "Job title". */
  label: string;
  words: ConditionWords;
};

export function ValueEditor(props: EditorProps) {
  const { field, operator, value, onChange } = props;
  const arity = arityOf(operator);
  if (arity === 'nothing') return null;
  if (arity === 'list' || field?.type === 'list') return <Several {...props} />;
  if (arity === 'one') return <One {...props} value={scalarOf(value)} onChange={onChange} />;
  const [from, to] = Array.isArray(value) ? value : [undefined, undefined];
  const ends = (first: Scalar, second: Scalar) =>
    onChange([first, second].filter((one): one is NonNullable<Scalar> => one !== undefined && one !== ''));
  return (
    <span className={styles.ends}>
      <One {...props} label={`${props.label}, from`} value={from} onChange={(one) => ends(one, to)} />
      <span className="sub">and</span>
      <One {...props} label={`${props.label}, to`} value={to} onChange={(one) => ends(from, one)} />
    </span>
  );
}

type Scalar = string | number | boolean | undefined;
type OneProps = Omit<EditorProps, 'value' | 'onChange'> & { value: Scalar; onChange: (value: Scalar) => void };

const scalarOf = (value: Value): Scalar => (Array.isArray(value) ? value[0] : (value as Scalar));
const textOf = (value: Scalar) => (value === undefined ? '' : String(value));

function One(props: OneProps) {
  const { field, operator, value, onChange, label, words } = props;
  if (field?.choices) {
    return (
      <Select
        aria-label={label}
        placeholder="Choose"
        data={choicesOf(field, words)}
        searchable={field.choices.length > 8}
        value={value === undefined ? null : String(value)}
        onChange={(next) => onChange(next ?? undefined)}
      />
    );
  }
  switch (field?.type) {
    case 'bool':
      return (
        <Select
          aria-label={label}
          data={[
            { value: 'true', label: 'Yes' },
            { value: 'false', label: 'No' },
          ]}
          value={value === undefined ? null : String(value)}
          onChange={(next) => onChange(next === 'true')}
        />
      );
    case 'number':
    case 'money':
      return (
        <NumberInput
          aria-label={label}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
          thousandSeparator=","
          hideControls
          {...unitOf(field, words)}
        />
      );
    case 'instant':
    case 'date':
      return operator === 'within-last' || operator === 'older-than' ? <Age {...props} /> : <Moment {...props} />;
    case 'member':
      return (
        <MemberSelect
          label={label}
          isLabelHidden
          everybody
          value={typeof value === 'string' && value ? value : null}
          onChange={(id) => onChange(id ?? undefined)}
        />
      );
    default:
      return (
        <TextInput
          aria-label={label}
          maxLength={500}
          value={textOf(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

/** What a number counts, where its name does not say it. */
function unitOf(field: CatalogueField, { speech }: ConditionWords) {
  if (field.type === 'money') return { suffix: ` ${speech.currency}` };
  if (field.name === 'days_since_last_touch') return { suffix: ' days' };
  return field.name === 'fit' || field.name === 'engagement' ? { suffix: ' points' } : {};
}

const ageUnits = [
  { value: 'm', label: 'minutes' },
  { value: 'h', label: 'hours' },
  { value: 'd', label: 'days' },
  { value: 'w', label: 'weeks' },
];

/** A duration as the agreement writes it: `30d`. */
function Age({ value, onChange, label }: OneProps) {
  const [, count = '', unit = 'd'] = /^(\d*)([mhdw])$/.exec(textOf(value)) ?? [];
  return (
    <span className={styles.ends}>
      <NumberInput
        aria-label={label}
        className={styles.short}
        min={1}
        max={99_999}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        value={count === '' ? '' : Number(count)}
        onChange={(next) => onChange(next === '' ? undefined : `${next}${unit}`)}
      />
      <Select
        aria-label={`${label}, unit`}
        className={styles.unit}
        data={ageUnits}
        value={unit}
        onChange={(next) => onChange(`${count || 1}${next}`)}
      />
    </span>
  );
}

/** A day, or with a time of the day an instant; one with an offset was written by a program and stays a text. */
function Moment({ value, onChange, label, field }: OneProps) {
  const text = textOf(value);
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?$/.exec(text) ?? [];
  if (text !== '' && day === undefined) {
    return <TextInput aria-label={label} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  const put = (nextDay: string, nextTime: string) =>
    onChange(nextDay === '' ? undefined : nextTime === '' ? nextDay : `${nextDay}T${nextTime}`);
  return (
    <span className={styles.ends}>
      <TextInput
        aria-label={label}
        type="date"
        value={day ?? ''}
        onChange={(event) => put(event.currentTarget.value, time ?? '')}
      />
      {field?.type === 'instant' && day !== undefined && (
        <TextInput
          aria-label={`${label}, time of the day`}
          className={styles.unit}
          type="time"
          value={time ?? ''}
          onChange={(event) => put(day, event.currentTarget.value)}
        />
      )}
    </span>
  );
}

function Several({ field, value, onChange, label, words }: EditorProps) {
  const values = Array.isArray(value) ? value.map(String) : value === undefined || value === '' ? [] : [String(value)];
  const put = (next: string[]) => onChange(next.length === 0 ? undefined : next);
  const shared = { 'aria-label': label, value: values, onChange: put, clearable: false } as const;
  if (field?.choices) return <MultiSelect {...shared} data={choicesOf(field, words)} searchable hidePickedOptions />;
  if (field?.type === 'list') {
    const names = words.lists[field.name.startsWith('account.') ? 'account' : 'contact'];
    const data = [...new Set([...names, ...values])];
    return (
      <MultiSelect
        {...shared}
        data={data}
        searchable
        hidePickedOptions
        nothingFoundMessage="No list of this name is kept by hand"
      />
    );
  }
  return <TagsInput {...shared} acceptValueOnBlur placeholder={values.length === 0 ? 'Type, then Enter' : ''} />;
}

const kinds = { personas: 'persona', segments: 'segment', stages: 'stage', journey: 'journey' };

/** The choices of a field with their names in the agreement. */
function choicesOf(field: CatalogueField, { speech }: ConditionWords) {
  const kind = field.choicesFrom && kinds[field.choicesFrom];
  return (field.choices ?? []).map((choice) => ({
    value: choice,
    label: speech.names.get(`${kind}:${choice}`) ?? (kind ? capitalise(sayKey(choice)) : choice),
  }));
}
