/** Own fields in a form: for each the control of its type. Values are texts as they are typed; the server reads them. */
import { Select, TextInput } from '@mantine/core';
import type { CustomField } from '../../../src/features/custom-fields/schema.ts';

/** By key; empty takes the value away. */
export type OwnValues = Record<string, string>;

type Props = {
  fields: readonly CustomField[];
  values: OwnValues;
  onChange: (values: OwnValues) => void;
  /** Of the form, by its paths: `fields.plan`. */
  errors: Readonly<Record<string, React.ReactNode>>;
};

export function OwnInputs({ fields, values, onChange, errors }: Props) {
  return fields.map(({ key, label, description, type, options }) => {
    const value = values[key] ?? '';
    const put = (next: string) => onChange({ ...values, [key]: next });
    // The message begins with the label, which stands above it here.
    const fault = errors[`fields.${key}`];
    const error = typeof fault === 'string' ? fault.replace(`${label}: `, '') : fault;
    const shared = { label, description, error };
    if (type !== 'choice' && type !== 'bool') {
      return (
        <TextInput
          key={key}
          {...shared}
          {...inputs[type]}
          maxLength={500}
          value={value}
          onChange={(event) => put(event.currentTarget.value)}
        />
      );
    }
    const choices = type === 'bool' ? ['Yes', 'No'] : options;
    return (
      <Select
        key={key}
        {...shared}
        placeholder="Not known"
        // What came with a message may be none of the options: it is shown until somebody chooses.
        data={value === '' || choices.includes(value) ? choices : [...choices, value]}
        searchable={choices.length > 8}
        clearable
        clearButtonProps={{ 'aria-label': `Clear ${label}` }}
        value={value || null}
        onChange={(next) => put(next ?? '')}
      />
    );
  });
}

const inputs = {
  text: {},
  number: { inputMode: 'decimal' },
  date: { type: 'date' },
  instant: { placeholder: '2026-10-01T08:00:00Z' },
} as const;

/** What a record has, as it is typed. */
export function ownValuesOf(record: Readonly<Record<string, unknown>>, fields: readonly CustomField[]): OwnValues {
  return Object.fromEntries(
    fields.map(({ key }) => {
      const value = record[key];
      if (typeof value === 'boolean') return [key, value ? 'Yes' : 'No'];
      return [key, typeof value === 'string' || typeof value === 'number' ? String(value) : ''];
    }),
  );
}

/** What differs from before, as the API takes it. */
export function changedOwn(before: OwnValues, after: OwnValues): Record<string, string | null> {
  const changed = Object.entries(after).filter(([key, value]) => value !== (before[key] ?? ''));
  return Object.fromEntries(changed.map(([key, value]) => [key, value.trim() || null]));
}
