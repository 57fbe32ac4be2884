/** What people are asked to allow: a purpose, its exact words, and which version of them it is. */
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import type { Form } from '../../../src/features/forms/schema.ts';
import type { DraftConsent } from './form-values.ts';
import styles from './forms.module.css';

export function ConsentList(props: {
  consents: DraftConsent[];
  saved: Form['consents'];
  errors: Record<string, string>;
  onChange: (consents: DraftConsent[]) => void;
}) {
  const { consents, saved, errors, onChange } = props;
  const free = ['contact', 'newsletter', 'events', ''].find(
    (purpose) => !consents.some((one) => one.purpose === purpose),
  );
  return (
    <div className="stack">
      {consents.map((consent, place) => {
        const change = (values: Partial<DraftConsent>) => onChange(consents.with(place, { ...consent, ...values }));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a request is its place in the form; its purpose is being typed
          <fieldset key={place} className={styles.consent}>
            <legend>{`Consent ${place + 1}`}</legend>
            <TextInput
              label="Purpose"
              description="As the agreement calls it"
              required
              spellCheck={false}
              value={consent.purpose}
              error={errors[`consents.${place}.purpose`]}
              onChange={({ currentTarget: { value } }) => change({ purpose: value })}
            />
            <Textarea
              label="Text"
              description={sayVersion(consent, saved)}
              required
              autosize
              minRows={2}
              value={consent.text}
              error={errors[`consents.${place}.text`]}
              onChange={({ currentTarget: { value } }) => change({ text: value })}
            />
            <div className={styles.row}>
              <Checkbox
                label="Nobody can send the form without it"
                checked={consent.required}
                onChange={({ currentTarget: { checked } }) => change({ required: checked })}
              />
              <Button
                data-size="small"
                aria-label={`Remove consent ${place + 1}`}
                onClick={() => onChange(consents.toSpliced(place, 1))}
              >
                Remove
              </Button>
            </div>
          </fieldset>
        );
      })}
      {consents.length < 10 && (
        <div>
          <Button
            data-size="small"
            onClick={() => onChange([...consents, { purpose: free ?? '', text: '', required: false }])}
          >
            Ask for another consent
          </Button>
        </div>
      )}
    </div>
  );
}

function sayVersion({ purpose, text }: DraftConsent, saved: Form['consents']): string {
  const before = saved.find((one) => one.purpose === purpose);
  if (!before) return 'A text that was never asked becomes version 1.';
  return before.text === text.trim()
    ? `Version ${before.version}`
    : `Other words: becomes version ${before.version + 1}. Who agreed to version ${before.version} agreed to that one only.`;
}
