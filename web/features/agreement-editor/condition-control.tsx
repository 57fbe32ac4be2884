/** Conditions of a clause: made by hand, with how many people meet them today. */
import { Button, SegmentedControl, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useMemo, useState } from 'react';
import type { Condition } from '../../../src/core/agreement/condition.ts';
import { isPlainRecord, type Plain, type PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import { useFormat } from '../../format.ts';
import { type BuilderGroup, toBuilder, toCondition } from '../conditions/builder-model.ts';
import { ConditionBuilder } from '../conditions/condition-builder.tsx';
import { readBuilder } from '../conditions/read-builder.ts';
import { useCount } from '../people/record-queries.ts';
import { blankCondition, sides, textOf } from './clause-fields.ts';
import styles from './controls.module.css';
import { useDraftFacts } from './draft-context.tsx';
import { asUnfinished } from './unfinished-condition.ts';

type Props = {
  label: string;
  value: Plain | undefined;
  onChange: (value: Plain | undefined) => void;
  /** Words for "no condition", where there may be none. */
  without?: string | undefined;
  /** What is wrong beyond the comparisons: they say theirs themselves. */
  notes: ReactNode;
};

const choices = (without: string) => [
  { value: 'no', label: without },
  { value: 'yes', label: 'Those of a condition' },
];
const start = blankCondition('contact.country', 'in');

export function ConditionControl({ label, value, onChange, without, notes }: Props) {
  return (
    <fieldset className={styles.parts}>
      <legend className="mantine-InputWrapper-label">{label}</legend>
      {without && (
        <SegmentedControl
          aria-label={label}
          className={styles.whether}
          data={choices(without)}
          value={value === undefined ? 'no' : 'yes'}
          onChange={(next) => onChange(next === 'no' ? undefined : start)}
        />
      )}
      {value !== undefined && <Making value={value} onChange={onChange} />}
      {notes}
    </fieldset>
  );
}

function Making({ value, onChange }: { value: Plain; onChange: (value: Plain) => void }) {
  const { words } = useDraftFacts();
  const [group, setGroup] = useState<BuilderGroup>(() => toGroup(value));
  // Undone, merged or typed as YAML: what stands in the draft is shown.
  const isOther = JSON.stringify(asPlain(toCondition(group))) !== JSON.stringify(value);
  const shown = isOther ? toGroup(value) : group;
  if (isOther) setGroup(shown);
  const reading = useMemo(() => readBuilder(shown, words.speech, 'contact'), [shown, words]);
  return (
    <div className={styles.making}>
      <ConditionBuilder
        asked="contact"
        value={shown}
        words={words}
        problems={reading.problems}
        strict
        onChange={(next) => {
          setGroup(next);
          onChange(asPlain(toCondition(next)));
        }}
      />
      <Matches condition={reading.condition} />
    </div>
  );
}

const toGroup = (value: Plain): BuilderGroup => toBuilder(asUnfinished(value));

/** A condition is plain data: what is undefined in it is not written. */
const asPlain = (condition: Condition): PlainRecord => JSON.parse(JSON.stringify(condition)) as PlainRecord;

const pauseMs = 400;

function Matches({ condition }: { condition: Condition | null }) {
  const format = useFormat();
  const text = condition ? JSON.stringify(condition) : undefined;
  const [settled] = useDebouncedValue(text, pauseMs);
  const { count, error, isStale } = useCount('contact', settled ? { filter: settled } : {}, settled !== undefined);
  const say = () => {
    if (!text) return 'Finish the comparison to see whom it means.';
    if (error) return 'How many it means can be counted once its words are in force.';
    if (!count || !settled) return 'Counting …';
    const people = count.count === 1 && !count.isMore ? 'person' : 'people';
    return `Matches ${count.isMore ? 'more than ' : ''}${format.number(count.count)} ${people} today`;
  };
  return (
    <p className={styles.matches} role="status" aria-busy={isStale || settled !== text}>
      {say()}
    </p>
  );
}

const entries = [
  { value: 'created', label: 'As soon as we know them' },
  { value: 'condition', label: 'When a condition holds' },
  ...sides.map(({ value, label }) => ({ value, label: `When ${value === 'both' ? 'both say' : `${label} says`} so` })),
  { value: 'never', label: 'Not said yet' },
];

/** How a stage is entered: at once, by a condition, or because a side says so. */
export function EnterControl(props: {
  label: string;
  clause: PlainRecord;
  onClause: (clause: PlainRecord) => void;
  notes: ReactNode;
}) {
  const { label, clause, onClause } = props;
  const { enterWhen, by } = clause;
  const how = enterWhen === 'created' ? 'created' : isPlainRecord(enterWhen) ? 'condition' : textOf(by) || 'never';
  const both = isPlainRecord(enterWhen) && by !== undefined;
  const choose = (next: string) => {
    const { enterWhen: _when, by: _by, ...rest } = clause;
    if (next === 'created') onClause({ ...rest, enterWhen: 'created' });
    else if (next === 'condition') onClause({ ...rest, enterWhen: start });
    else onClause(next === 'never' ? rest : { ...rest, by: next });
  };
  return (
    <fieldset className={styles.parts}>
      <legend className="mantine-InputWrapper-label">{label}</legend>
      <Select
        aria-label={label}
        className={styles.entry}
        data={entries}
        value={how}
        onChange={(next) => next && choose(next)}
      />
      {isPlainRecord(enterWhen) && (
        <Making value={enterWhen} onChange={(next) => onClause({ ...clause, enterWhen: next })} />
      )}
      {both && (
        <p className="sub">
          A side can put people here, too: {textOf(by)}.{' '}
          <Button
            data-size="small"
            onClick={() => {
              const { by: _by, ...rest } = clause;
              onClause(rest);
            }}
          >
            By the condition alone
          </Button>
        </p>
      )}
      {props.notes}
    </fieldset>
  );
}
