/**
 * A condition made by hand: comparisons in groups, each with the controls that its field needs and its problem beside it.
 * It knows nothing of what the condition is for: lists, filters and the agreement's clauses use the same one.
 */
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { createContext, useContext, useId, useMemo } from 'react';
import {
  type ActionProps,
  type CombinatorSelectorProps,
  type FieldSelectorProps,
  type OperatorSelectorProps,
  QueryBuilder,
  type RuleGroupType,
  type ValueEditorProps,
} from 'react-querybuilder';
import { resolveField } from '../../../src/core/agreement/catalogue.ts';
import type { ConditionValue } from '../../../src/core/agreement/condition.ts';
import type { Operator } from '../../../src/core/agreement/operators.ts';
import { Icon } from '../../ui/icon.tsx';
import { type BuilderGroup, type BuilderRule, changeRule, isGroup } from './builder-model.ts';
import type { ConditionWords } from './condition-words.ts';
import styles from './conditions.module.css';
import { type Asked, familyOf, fieldChoices, keyed, operatorWord } from './field-choices.ts';
import { fitValue, operatorsOf } from './fit-value.ts';
import type { Reading } from './read-builder.ts';
import { ValueEditor } from './value-editor.tsx';

type Props = {
  /** Whom the condition is asked of. */
  asked: Asked;
  value: BuilderGroup;
  onChange: (value: BuilderGroup) => void;
  words: ConditionWords;
  problems: Reading['problems'];
  /** Shows what is missing, too: somebody tried to go on. */
  strict?: boolean;
};

type Shared = Omit<Props, 'onChange'> & { change: (path: readonly number[], change: Partial<BuilderRule>) => void };
const Builder = createContext<Shared | null>(null);

function useBuilder(): Shared {
  const shared = useContext(Builder);
  if (!shared) throw new Error('Parts of the builder stand inside of it.');
  return shared;
}

const groupChoices = [
  { value: 'all', label: 'All of these hold' },
  { value: 'any', label: 'Any of these holds' },
  { value: 'none', label: 'None of these holds' },
];
const combinators = groupChoices.map(({ value, label }) => ({ name: value, label }));
const starts: Record<Asked, string> = { contact: 'contact.title', account: 'account.name' };

const controls = {
  fieldSelector: FieldPart,
  operatorSelector: OperatorPart,
  valueEditor: ValuePart,
  combinatorSelector: GroupPart,
  addRuleAction: AddRule,
  addGroupAction: AddGroup,
  removeRuleAction: Remove,
  removeGroupAction: Remove,
};
const classOf = (name: string) => styles[name] ?? '';
const classNames = {
  queryBuilder: classOf('builder'),
  ruleGroup: classOf('group'),
  header: classOf('head'),
  body: classOf('body'),
  rule: classOf('rule'),
};

export function ConditionBuilder(props: Props) {
  const { asked, value, onChange, words, problems, strict = false } = props;
  const fields = useMemo(
    () =>
      fieldChoices(asked, words.catalogue, words.labels).flatMap(({ items }) =>
        items.map(({ value, label }) => ({ name: value, label })),
      ),
    [asked, words.catalogue, words.labels],
  );
  const shared: Shared = {
    ...{ asked, value, words, problems, strict },
    change: (path, change) => onChange(changeRule(value, path, change)),
  };
  return (
    <Builder value={shared}>
      <QueryBuilder
        query={asQuery(value)}
        onQueryChange={(query) => onChange(asBuilder(query))}
        fields={fields}
        combinators={combinators}
        controlElements={controls}
        controlClassnames={classNames}
        suppressStandardClassnames
        addRuleToNewGroups
        getDefaultField={() => starts[asked]}
        getDefaultOperator={() => 'contains'}
        getDefaultValue={() => ''}
        onAddGroup={(group) => ({ ...group, combinator: 'any' })}
      />
    </Builder>
  );
}

/** The query builder's own types say `any` where ours say which values there are; ids and values come back as they were given. */
const asQuery = (group: BuilderGroup): RuleGroupType => group as RuleGroupType;
const asBuilder = (query: RuleGroupType): BuilderGroup => query as BuilderGroup;

function ruleAt(group: BuilderGroup, [place = 0, ...rest]: readonly number[]): BuilderRule | undefined {
  const part = group.rules[place];
  if (part === undefined) return undefined;
  return isGroup(part) ? ruleAt(part, rest) : part;
}

function FieldPart({ path }: FieldSelectorProps) {
  const { asked, value, words, change } = useBuilder();
  const { catalogue, labels } = words;
  const choices = useMemo(() => fieldChoices(asked, catalogue, labels), [asked, catalogue, labels]);
  const rule = ruleAt(value, path);
  if (!rule) return null;
  const known = choices.flatMap(({ items }) => items.map((item) => item.value));
  const family = familyOf(rule.field, known);
  const isKnown = known.includes(family);
  const choose = (name: string) => {
    const field = resolveField(name, catalogue);
    const operators = operatorsOf(field);
    const operator = operators.find((one) => one === rule.operator) ?? operators[0];
    change(path, {
      field: name,
      operator: operator ?? 'exists',
      value: fitValue(field, operator ?? 'exists', rule.value),
    });
  };
  const key = keyed[family];
  return (
    <span className={styles.field}>
      <Select
        aria-label="Field"
        searchable
        data={isKnown ? choices : [...choices, { group: 'Not known', items: [{ value: family, label: family }] }]}
        value={family}
        onChange={(next) => next && choose(next.endsWith('*') ? next.slice(0, -1) : next)}
        nothingFoundMessage="No field of this name"
        onClick={(event) => event.currentTarget.select()}
      />
      {key && (
        <TextInput
          aria-label={key.key}
          placeholder={key.key}
          maxLength={64}
          value={rule.field.slice(family.length - 1)}
          onChange={(event) => choose(`${family.slice(0, -1)}${event.currentTarget.value.trim()}`)}
        />
      )}
    </span>
  );
}

function OperatorPart({ path }: OperatorSelectorProps) {
  const { value, words, change } = useBuilder();
  const rule = ruleAt(value, path);
  if (!rule) return null;
  const field = resolveField(rule.field, words.catalogue, rule.value);
  const operators = operatorsOf(field);
  const isKnown = operators.some((one) => one === rule.operator);
  const data = operators.map((one) => ({ value: one as string, label: operatorWord(one, field) }));
  return (
    <Select
      aria-label="Comparison"
      className={styles.operator}
      data={isKnown ? data : [...data, { value: rule.operator, label: rule.operator }]}
      value={rule.operator}
      onChange={(next) => next && change(path, { operator: next, value: fitValue(field, next, rule.value) })}
    />
  );
}

function ValuePart({ path }: ValueEditorProps) {
  const { value, words, change, problems, strict } = useBuilder();
  const rule = ruleAt(value, path);
  const id = useId();
  if (!rule) return null;
  const field = resolveField(rule.field, words.catalogue, rule.value);
  const problem = problems.get(path.join('.'));
  const isShown = problem && (strict || !problem.isMissing);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row everywhere
    <div role="group" aria-label="Value" className={styles.value} {...(isShown ? { 'aria-describedby': id } : {})}>
      <ValueEditor
        field={field}
        operator={rule.operator as Operator}
        value={rule.value}
        onChange={(next: ConditionValue | undefined) => change(path, { value: next })}
        label={field?.label || 'Value'}
        words={words}
      />
      {isShown && (
        <p id={id} className={styles.fault} role="alert">
          {problem.text}
        </p>
      )}
    </div>
  );
}

function GroupPart({ path, value, handleOnChange }: CombinatorSelectorProps) {
  const { problems } = useBuilder();
  const problem = problems.get(path.join('.'));
  return (
    <div className={styles.combinator}>
      <Select
        aria-label="How the comparisons are joined"
        data={groupChoices}
        value={value ?? 'all'}
        onChange={(next) => next && handleOnChange(next)}
      />
      {problem && path.length > 0 && <p className={styles.fault}>{problem.text}</p>}
    </div>
  );
}

function AddRule({ handleOnClick }: ActionProps) {
  return (
    <Button data-size="small" leftSection={<Icon name="plus" />} onClick={handleOnClick}>
      Comparison
    </Button>
  );
}

/** Deeper than that nobody reads a condition, and no condition may be. */
const deepest = 6;

function AddGroup({ handleOnClick, level }: ActionProps) {
  if (level >= deepest) return null;
  return (
    <Button data-size="small" variant="subtle" leftSection={<Icon name="plus" />} onClick={handleOnClick}>
      Group
    </Button>
  );
}

function Remove({ handleOnClick, ruleOrGroup }: ActionProps) {
  const what = 'rules' in ruleOrGroup ? 'Remove the group' : 'Remove the comparison';
  return (
    <ActionIcon aria-label={what} title={what} className={styles.remove} onClick={handleOnClick}>
      <Icon name="close" />
    </ActionIcon>
  );
}
