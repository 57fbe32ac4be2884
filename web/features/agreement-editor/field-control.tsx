/** The control of one field of a clause, with what is wrong and its remedy beside it. */
import '@mantine/core/styles/PillsInput.layer.css';
import '@mantine/core/styles/Pill.layer.css';
import {
  Autocomplete,
  Checkbox,
  MultiSelect,
  NumberInput,
  Select,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { ReactNode } from 'react';
import { fieldDefinitions, touchKinds } from '../../../src/core/agreement/fields.ts';
import { isPlainRecord, type Plain, type PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import { capitalise, sayKey } from '../../../src/core/agreement/sentence-words.ts';
import { useFormat } from '../../format.ts';
import { CurrencySelect, ZoneSelect } from '../../ui/choice-inputs.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { fieldChoices } from '../conditions/field-choices.ts';
import styles from './agreement-editor.module.css';
import { HolidaysControl, HoursControl, OwnDaysControl } from './calendar-controls.tsx';
import { type Choice, type Field, textOf } from './clause-fields.ts';
import { ConditionControl, EnterControl } from './condition-control.tsx';
import { DestinationControl } from './destination-control.tsx';
import { useClauseKeys, useDraftFacts } from './draft-context.tsx';
import { EdgesControl } from './edges-control.tsx';
import * as values from './field-values.ts';
import * as parts from './parts-control.tsx';
import type { PlacedProblem } from './read-draft.ts';
import { promiseKinds, turnPromise } from './sections-promises.ts';
import { isWhole } from './unfinished-condition.ts';

export type FieldControlProps = {
  field: Field;
  clause: PlainRecord;
  value: Plain | undefined;
  onChange: (value: Plain | undefined) => void;
  /** For controls that write more than their own field. */
  onClause: (clause: PlainRecord) => void;
  problems: readonly PlacedProblem[];
};

export const sayProblem = ({ message, remedy }: PlacedProblem): string => `${message} ${remedy}`.trim();

/** What the comparisons of a condition say themselves. */
const saidInside = /^agreement\.(?:condition|form|value|unknown-name)$/;

export function FieldControl(props: FieldControlProps) {
  const { field, problems } = props;
  const { kind } = field.input;
  const isCondition = kind === 'condition' || kind === 'enter-when';
  const shown = isCondition ? problems.filter(({ code }) => !saidInside.test(code)) : problems;
  const error = shown.find(({ severity }) => severity === 'error');
  const others = shown.filter((one) => one !== error || isCondition);
  const notes = others.length > 0 && (
    <ul className={styles.notes}>
      {others.map((one) => (
        <li key={`${one.path} ${one.message}`}>
          <Verdict is={one.severity === 'error' ? 'bad' : one.severity === 'warning' ? 'warn' : 'unknown'}>
            {sayProblem(one)}
          </Verdict>
        </li>
      ))}
    </ul>
  );
  if (isCondition) return <Control {...props} error={undefined} notes={notes} />;
  return (
    <div className={styles.control}>
      <Control {...props} error={error ? sayProblem(error) : undefined} notes={null} />
      {notes}
    </div>
  );
}

type ControlProps = FieldControlProps & { error: string | undefined; notes: ReactNode };

/** The type of what stands there is what the control can show; else its text is edited as it is. */
function fits({ input }: Field, value: Plain | undefined): boolean {
  if (value === undefined || value === null) return true;
  switch (input.kind) {
    case 'number':
      return typeof value === 'number';
    case 'share':
      return values.readShare(value) !== null;
    case 'duration':
      return values.readLength(value) !== null || (value === 'never' && input.canBeNever === true);
    case 'business-time':
      return values.readBusiness(value) !== null;
    case 'amount-per':
      return values.readPer(value) !== null;
    case 'count-per':
      return values.readCountPer(value) !== null;
    case 'open-cap':
      return values.readCap(value) !== null;
    case 'people-range':
      return values.readRange(value) !== null;
    case 'target':
      return values.readTarget(value) !== null;
    case 'recurrence':
      return values.readMeeting(value) !== null;
    case 'quiet-hours':
      return values.readQuiet(value) !== null;
    case 'moment':
      return values.readMoment(value) !== null || (value === 'open' && input.canBeOpen === true);
    case 'choices':
    case 'words':
    case 'clause-keys':
    case 'fields':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
    case 'bool':
      return typeof value === 'boolean';
    case 'condition':
      return isWhole(value);
    case 'enter-when':
      return value === 'created' || isWhole(value);
    case 'edges':
    case 'tiers':
    case 'hours':
    case 'own-days':
      return isPlainRecord(value);
    default:
      return typeof value === 'string';
  }
}

function Control(props: ControlProps) {
  const { field, value } = props;
  // Its promise, key or stage is chosen anew all the same.
  if (!fits(field, value)) return <Raw {...props} />;
  return <Fitting {...props} />;
}

/** What no control of this field can show, as it is written. */
function Raw({ field, value, onChange, error }: ControlProps) {
  const isText = typeof value !== 'object';
  return (
    <TextInput
      label={field.label}
      description={
        isText ? field.help : 'Written in a form that has no control here: see the YAML of this clause below.'
      }
      value={isText ? String(value ?? '') : JSON.stringify(value)}
      readOnly={!isText}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}

function Fitting(props: ControlProps) {
  const { field, clause, value, onChange, onClause, error, notes } = props;
  const { locale } = useFormat();
  const { input, label, help, usual, isOptional } = field;
  const shared = { label, error, ...(help ? { description: help } : {}) };
  const group = { label, error, ...(help ? { help } : {}) };
  const part = { label, value, onChange, usual };
  const text = textOf(value);
  const typed = (next: string) => onChange(next === '' && isOptional ? undefined : next);
  switch (input.kind) {
    case 'line':
    case 'key':
    case 'domain':
      return (
        <TextInput
          {...shared}
          value={text}
          spellCheck={input.kind === 'line'}
          maxLength={200}
          onChange={(event) => typed(event.currentTarget.value)}
        />
      );
    case 'prose':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={2}
          maxLength={1000}
          value={text}
          // One sentence or two: a new line is a space.
          onChange={(event) => typed(event.currentTarget.value.replace(/\n/g, ' '))}
        />
      );
    case 'number':
      return <NumberControl {...props} />;
    case 'share':
      return (
        <parts.Parts {...group}>
          <parts.Count
            label={label}
            value={values.readShare(value)}
            placeholder={textOf(usual).replace('%', ' %')}
            suffix=" %"
            isWhole={false}
            onChange={(share) => onChange(share === null ? undefined : values.writeShare(share))}
          />
        </parts.Parts>
      );
    case 'duration':
      return (
        <parts.Parts {...group}>
          <parts.DurationControl {...part} canBeNever={input.canBeNever ?? false} />
        </parts.Parts>
      );
    case 'business-time':
      return (
        <parts.Parts {...group}>
          <parts.BusinessControl {...part} />
        </parts.Parts>
      );
    case 'amount-per':
      return <MoneyPer {...group} {...part} />;
    case 'count-per':
      return (
        <parts.Parts {...group}>
          <parts.CountPerControl {...part} />
        </parts.Parts>
      );
    case 'open-cap':
      return (
        <parts.Parts {...group}>
          <parts.Count
            label={label}
            value={values.readCap(value)}
            suffix=" open leads"
            isWide
            onChange={(cap) => onChange(cap === null ? undefined : values.writeCap(cap))}
          />
        </parts.Parts>
      );
    case 'people-range':
      return (
        <parts.Parts {...group}>
          <parts.RangeControl {...part} />
        </parts.Parts>
      );
    case 'target':
      return (
        <parts.Parts {...group}>
          <parts.TargetControl {...part} />
        </parts.Parts>
      );
    case 'recurrence':
      return (
        <parts.Parts {...group}>
          <parts.MeetingControl {...part} />
        </parts.Parts>
      );
    case 'quiet-hours':
      return (
        <parts.Parts {...group}>
          <parts.QuietControl {...part} />
        </parts.Parts>
      );
    case 'moment':
      return (
        <parts.Parts {...group}>
          <parts.MomentControl {...part} canBeOpen={input.canBeOpen ?? false} />
        </parts.Parts>
      );
    case 'day':
      return <TextInput {...shared} type="date" value={text} onChange={(event) => typed(event.currentTarget.value)} />;
    case 'choice':
      return <Chosen {...props} options={input.options} />;
    case 'clause-key':
      return <ClauseKey {...props} of={input.of} />;
    case 'choices':
      return <Several {...props} options={input.options} />;
    case 'clause-keys':
      return <ClauseKeysControl {...props} of={input.of} />;
    case 'words':
      return (
        <TagsInput
          {...shared}
          value={listOf(value)}
          acceptValueOnBlur
          placeholder={listOf(value).length === 0 ? 'Type, then Enter' : ''}
          onChange={(next) => onChange(next.length === 0 && isOptional ? undefined : next)}
        />
      );
    case 'bool':
      return (
        <Checkbox
          label={label}
          description={help}
          error={error}
          checked={value === undefined ? usual === true : value === true}
          onChange={(event) =>
            onChange(event.currentTarget.checked === usual ? undefined : event.currentTarget.checked)
          }
        />
      );
    case 'touch-kind':
      return (
        <Autocomplete
          {...shared}
          data={[...touchKinds]}
          value={text}
          onChange={(next) => onChange(next.trim())}
          placeholder="page-viewed"
        />
      );
    case 'fields':
      return <Fields {...props} />;
    case 'destination':
      return <DestinationControl label={label} value={text} onChange={onChange} error={error} />;
    case 'condition':
      return <ConditionControl label={label} value={value} onChange={onChange} without={input.without} notes={notes} />;
    case 'enter-when':
      return <EnterControl label={label} clause={clause} onClause={onClause} notes={notes} />;
    case 'promise': {
      const side = promiseKinds.sales.some((one) => one === clause.promise) ? promiseKinds.sales : null;
      const other = promiseKinds.marketing.some((one) => one === clause.promise) ? promiseKinds.marketing : null;
      const names = side ?? other ?? [...promiseKinds.marketing, ...promiseKinds.sales];
      return (
        <Select
          {...shared}
          data={names.map((name) => ({ value: name, label: capitalise(name) }))}
          value={names.some((one) => one === text) ? text : null}
          onChange={(next) => next && onClause(turnPromise(clause, next))}
        />
      );
    }
    case 'edges':
      return <EdgesControl {...group} names={input.names} below={input.what} value={value} onChange={onChange} />;
    case 'tiers':
      return null;
    case 'currency':
      return <CurrencySelect {...shared} locale={locale} value={text} onChange={(next) => next && onChange(next)} />;
    case 'zone':
      return <ZoneSelect {...shared} value={text} onChange={(next) => next && onChange(next)} />;
    case 'hours':
      return <HoursControl {...group} value={value} onChange={onChange} />;
    case 'holidays':
      return <HolidaysControl value={text || null} onChange={onChange} error={error} />;
    case 'own-days':
      return <OwnDaysControl clause={clause} onClause={onClause} problems={props.problems} />;
  }
}

const listOf = (value: Plain | undefined): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

function NumberControl({ field, value, onChange, error }: ControlProps) {
  const { words } = useDraftFacts();
  const { input, label, help, usual } = field;
  const unit = input.kind === 'number' ? (input.isMoney ? words.speech.currency : input.unit) : undefined;
  return (
    <NumberInput
      label={label}
      description={help}
      error={error}
      value={typeof value === 'number' ? value : ''}
      placeholder={typeof usual === 'number' ? String(usual) : ''}
      onChange={(next) => (next === '' ? onChange(undefined) : typeof next === 'number' && onChange(next))}
      allowDecimal={!(input.kind === 'number' && input.isWhole)}
      thousandSeparator=","
      hideControls
      {...(unit ? { suffix: ` ${unit}` } : {})}
    />
  );
}

function MoneyPer(props: parts.ControlProps & { help?: string; error: string | undefined }) {
  const { words } = useDraftFacts();
  const { help, error, ...part } = props;
  return (
    <parts.Parts label={props.label} error={error} {...(help ? { help } : {})}>
      <parts.PerControl {...part} suffix={` ${words.speech.currency}`} />
    </parts.Parts>
  );
}

/** What is written and not known here is shown as it is. */
const withUnknown = (options: readonly Choice[], chosen: readonly string[]): Choice[] => [
  ...options,
  ...chosen.filter((one) => !options.some(({ value }) => value === one)).map((one) => ({ value: one, label: one })),
];

function Chosen({ field, value, onChange, error, options }: ControlProps & { options: readonly Choice[] }) {
  const { label, help, isOptional, usual } = field;
  const text = textOf(value);
  const shown = text || textOf(usual);
  const isClearable = isOptional === true && usual === undefined;
  const nothing = { value: '', label: 'Not said' };
  return (
    <Select
      label={label}
      description={help}
      error={error}
      data={[...(isClearable ? [nothing] : []), ...withUnknown(options, shown ? [shown] : [])]}
      value={isClearable ? shown : shown || null}
      searchable={options.length > 12}
      placeholder="Choose"
      onChange={(next) => {
        if (next === null) return;
        onChange(next === '' || (isOptional && next === usual) ? undefined : next);
      }}
    />
  );
}

function Several({ field, value, onChange, error, options }: ControlProps & { options: readonly Choice[] }) {
  const { label, help, isOptional } = field;
  const chosen = listOf(value);
  return (
    <MultiSelect
      label={label}
      description={help}
      error={error}
      data={withUnknown(options, chosen)}
      value={chosen}
      hidePickedOptions
      searchable={options.length > 8}
      placeholder={chosen.length === 0 ? 'Choose' : ''}
      onChange={(next) => onChange(next.length === 0 && isOptional ? undefined : next)}
    />
  );
}

type OfKeys = ControlProps & { of: Parameters<typeof useClauseKeys>[0] };
const ClauseKey = ({ of, ...props }: OfKeys) => <Chosen {...props} options={useClauseKeys(of)} />;
const ClauseKeysControl = ({ of, ...props }: OfKeys) => <Several {...props} options={useClauseKeys(of)} />;

/** Fields that must be known, by the names of the catalogue. */
function Fields(props: ControlProps) {
  const { words } = useDraftFacts();
  const asked = fieldChoices('contact', words.catalogue, words.labels)
    .flatMap(({ items }) => items)
    .filter(({ value }) => !value.endsWith('*') && /^(?:contact|account|deal|confirm)\./.test(value));
  const consents = ['consent.contact', 'consent.email', 'consent.newsletter'].map((value) => ({
    value,
    label: `Consent: ${sayKey(value.slice('consent.'.length))}`,
  }));
  const labels = new Map(fieldDefinitions.map(({ name, label }) => [name, capitalise(label)]));
  const options = [...asked.map(({ value, label }) => ({ value, label: labels.get(value) ?? label })), ...consents];
  return <Several {...props} options={options} />;
}
