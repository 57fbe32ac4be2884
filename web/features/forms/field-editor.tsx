/** One field of a form. */
import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldKinds } from '../../../src/core/forms/definition.ts';
import { type DraftField, linesOf } from './form-values.ts';
import { fillChoices, keyFrom, kindName } from './form-words.ts';
import styles from './forms.module.css';

type Props = {
  field: DraftField;
  /** Keys of the other fields. */
  taken: string[];
  errors: Record<string, string>;
  onChange: (field: DraftField) => void;
};

export function FieldEditor({ field, taken, errors, onChange }: Props) {
  const { kind, fills } = field;
  // The key follows the label until somebody wrote either on purpose: it is how answers are kept.
  const [follows, setFollows] = useState(field.label === '');
  const change = (values: Partial<DraftField>) => onChange({ ...field, ...values });
  const isAsked = kind !== 'hidden';
  return (
    <div className={styles.editor}>
      <div className="pair">
        <TextInput
          label={isAsked ? 'Label' : 'What it is'}
          required
          value={field.label}
          error={errors.label}
          onChange={({ currentTarget: { value: label } }) =>
            change({ label, ...(follows ? { key: keyFrom(label, taken) } : {}) })
          }
        />
        <Select
          label="Type"
          data={fieldKinds.map((value) => ({ value, label: kindName[value] }))}
          allowDeselect={false}
          value={kind}
          onChange={(value) => {
            const next = fieldKinds.find((known) => known === value);
            if (next) onChange(asKind(field, next));
          }}
        />
      </div>
      <div className="pair">
        <Select
          label="The answer goes to"
          data={fillChoices(kind)}
          allowDeselect={false}
          disabled={kind === 'email'}
          value={fills ?? 'submission'}
          error={errors.fills}
          onChange={(value) => change({ fills: value === 'submission' ? null : (value as DraftField['fills']) })}
        />
        <TextInput
          label="Key"
          description={
            kind === 'hidden' ? 'The word in the link, such as utm_source' : 'Under which it is posted and kept'
          }
          required
          spellCheck={false}
          value={field.key}
          error={errors.key}
          onChange={({ currentTarget: { value: key } }) => {
            setFollows(false);
            change({ key });
          }}
        />
      </div>
      {isAsked && (
        <TextInput
          label="Help"
          description="Stands below the label"
          value={field.help ?? ''}
          error={errors.help}
          onChange={({ currentTarget: { value } }) => change({ help: value === '' ? null : value })}
        />
      )}
      {kind === 'choice' && <Options field={field} error={errors.options} onChange={change} />}
      {isAsked && (
        <div className="pair">
          <Checkbox
            label="Required"
            checked={field.required}
            onChange={({ currentTarget: { checked } }) => change({ required: checked })}
          />
          {kind !== 'email' && (
            <Checkbox
              label="Ask once"
              description="Left out where this browser answered it before. What is known of a person is never looked at, so nobody can find it out."
              checked={field.progressive}
              error={errors.progressive}
              onChange={({ currentTarget: { checked } }) => change({ progressive: checked })}
            />
          )}
        </div>
      )}
    </div>
  );
}

/** Lines as they are typed: an empty one must be there while the next is being written. */
function Options(props: {
  field: DraftField;
  error: string | undefined;
  onChange: (values: Partial<DraftField>) => void;
}) {
  const { field, error, onChange } = props;
  const [text, setText] = useState(field.options.join('\n'));
  return (
    <Textarea
      label="Answers"
      description="One a line"
      required
      autosize
      minRows={3}
      value={text}
      error={error}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        onChange({ options: linesOf(value) });
      }}
    />
  );
}

function asKind(field: DraftField, kind: DraftField['kind']): DraftField {
  const fills = kind === 'email' ? 'email' : field.fills === 'email' ? null : field.fills;
  const isOnce = kind === 'email' || kind === 'hidden';
  return {
    ...field,
    kind,
    fills,
    required: kind === 'hidden' ? false : field.required,
    progressive: isOnce ? false : field.progressive,
  };
}
