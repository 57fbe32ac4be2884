/** Controls that choose among what is known: options, keys of other clauses, kinds of touch, fields. */
import '@mantine/core/styles/PillsInput.layer.css';
import '@mantine/core/styles/Pill.layer.css';
import { MultiSelect, Select, TextInput } from '@mantine/core';
import { fieldDefinitions, touchKinds } from '../../../src/core/agreement/fields.ts';
import type { Plain } from '../../../src/core/agreement/plain-agreement.ts';
import { capitalise, sayKey } from '../../../src/core/agreement/sentence-words.ts';
import { fieldChoices } from '../conditions/field-choices.ts';
import { type Choice, type Field, textOf } from './clause-fields.ts';
import styles from './controls.module.css';
import { useClauseKeys, useDraftFacts } from './draft-context.tsx';

export type ChoiceProps = {
  field: Field;
  value: Plain | undefined;
  onChange: (value: Plain | undefined) => void;
  error: string | undefined;
};

export const listOf = (value: Plain | undefined): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** What is written and not known here is shown as it is. */
const withUnknown = (options: readonly Choice[], chosen: readonly string[]): Choice[] => [
  ...options,
  ...chosen.filter((one) => !options.some(({ value }) => value === one)).map((one) => ({ value: one, label: one })),
];

export function Chosen({ field, value, onChange, error, options }: ChoiceProps & { options: readonly Choice[] }) {
  const { label, help, isOptional, usual } = field;
  const text = textOf(value);
  const shown = text || textOf(usual);
  const isClearable = isOptional === true && usual === undefined;
  const nothing = { value: '', label: field.nothing ?? 'Not said' };
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

export function Several({ field, value, onChange, error, options }: ChoiceProps & { options: readonly Choice[] }) {
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

type OfKeys = ChoiceProps & { of: Parameters<typeof useClauseKeys>[0] };
export const ClauseKey = ({ of, ...props }: OfKeys) => <Chosen {...props} options={useClauseKeys(of)} />;
export const ClauseKeysControl = ({ of, ...props }: OfKeys) => <Several {...props} options={useClauseKeys(of)} />;

/** Imports and other systems bring kinds of their own. */
export function TouchKind({ field, value, onChange, error }: ChoiceProps) {
  const text = textOf(value);
  const isOwn = !touchKinds.some((kind) => kind === text);
  return (
    <div className={styles.control}>
      <Select
        label={field.label}
        data={[
          ...touchKinds.map((kind) => ({ value: kind as string, label: capitalise(sayKey(kind)) })),
          { value: '', label: 'Another kind …' },
        ]}
        value={isOwn ? '' : text}
        searchable
        error={isOwn ? undefined : error}
        onChange={(next) => next !== null && onChange(next)}
      />
      {isOwn && (
        <TextInput
          aria-label="Kind of touch"
          placeholder="Such as trade-fair"
          value={text}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value.trim())}
        />
      )}
    </div>
  );
}

/** Fields that must be known, by the names of the catalogue. */
export function Fields(props: ChoiceProps) {
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
