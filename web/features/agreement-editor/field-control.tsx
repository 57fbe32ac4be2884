/** The control of one field of a clause, with what is wrong and its remedy beside it. */
import { Checkbox, NumberInput, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Plain, PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import { capitalise } from '../../../src/core/agreement/sentence-words.ts';
import { useFormat } from '../../format.ts';
import { CurrencySelect, ZoneSelect } from '../../ui/choice-inputs.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { HolidaysControl, HoursControl, OwnDaysControl } from './calendar-controls.tsx';
import { Chosen, ClauseKey, ClauseKeysControl, Fields, listOf, Several, TouchKind } from './choice-controls.tsx';
import { type Field, textOf } from './clause-fields.ts';
import { ConditionControl, EnterControl } from './condition-control.tsx';
import styles from './controls.module.css';
import { DestinationControl } from './destination-control.tsx';
import { useDraftFacts } from './draft-context.tsx';
import { EdgesControl } from './edges-control.tsx';
import * as values from './field-values.ts';
import { fits } from './fits-control.ts';
import * as parts from './parts-control.tsx';
import type { PlacedProblem } from './read-draft.ts';
import { promiseKinds, turnPromise } from './sections-promises.ts';

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
            placeholder="no limit"
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
      return <TouchKind {...props} />;
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
