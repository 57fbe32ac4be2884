/** Creates an API key and shows its secret, this once. */
import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Scope } from '../../../src/core/access.ts';
import { addDays } from '../../../src/core/calendar/hours.ts';
import { createKey, listKeys } from '../../../src/features/keys/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import styles from './keys.module.css';
import { ScopeChoice } from './scope-choice.tsx';
import { toInstant } from './zoned.ts';

type Made = { name: string; secret: string };

export function CreateKeyDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  const close = () => {
    onClose();
    setMade(null);
  };
  return (
    <Modal
      opened={open}
      onClose={close}
      size="lg"
      title={made ? `The key ${made.name}` : 'Create an API key'}
      closeButtonProps={{ 'aria-label': 'Close' }}
      // A stray click or Escape must not take the secret away unseen.
      closeOnClickOutside={!made}
      closeOnEscape={!made}
    >
      {made ? <Secret made={made} onClose={close} /> : <KeyForm onMade={setMade} onCancel={close} />}
    </Modal>
  );
}

function Secret({ made, onClose }: { made: Made; onClose: () => void }) {
  return (
    <div className="stack">
      <p className={styles.warning} role="status">
        <strong>Copy the key now.</strong> Baton keeps only its hash and can never show it again. Put it where your
        program keeps its secrets, and nowhere else.
      </p>
      <CopyField label="Secret" value={made.secret} />
      <div>
        <p className="cap">Try it:</p>
        <pre
          className={styles.code}
        >{`curl -H "Authorization: Bearer ${made.secret.slice(0, 12)}…" ${location.origin}/api/workspace`}</pre>
      </div>
      <div>
        <Button variant="filled" onClick={onClose}>
          I have copied it
        </Button>
      </div>
    </div>
  );
}

const expiries = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'day', label: 'On a day of my choice' },
  { value: 'never', label: 'Never, until it is revoked' },
];

type Values = { name: string; scopes: Scope[]; expiry: string; day: string };

function KeyForm({ onMade, onCancel }: { onMade: (made: Made) => void; onCancel: () => void }) {
  const { zone } = useFormat();
  const today = now().toISOString().slice(0, 10);
  const create = useAction(createKey, { refresh: [listKeys] });
  const expiresAt = ({ expiry, day }: Values) => {
    if (expiry === 'never') return null;
    return toInstant(expiry === 'day' ? day : addDays(today, Number(expiry)), '', zone);
  };
  const form = useServerForm<Values>({
    initial: { name: '', scopes: [], expiry: '90', day: '' },
    check: ({ name, scopes, expiry, day }) => ({
      ...(name.trim() ? {} : { name: 'Name the program that will use it.' }),
      ...(scopes.length > 0 ? {} : { scopes: 'Choose at least one.' }),
      ...(expiry === 'day' && day <= today ? { day: 'Choose a day in the future.' } : {}),
    }),
    send: async (values) => {
      const { name, scopes } = values;
      onMade(await create.mutateAsync({ body: { name, scopes, expiresAt: expiresAt(values) } }));
    },
  });
  const { getInputProps, getValues, setFieldValue, errors } = form.fields;
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <FormProblem problem={form.problem} />
      <TextInput
        label="Name"
        description="The program that will use it."
        placeholder="Data warehouse"
        required
        data-autofocus
        {...getInputProps('name')}
      />
      <ScopeChoice
        value={getValues().scopes}
        onChange={(scopes) => setFieldValue('scopes', scopes)}
        error={errors.scopes}
      />
      <div className="pair">
        <Select label="It expires" data={expiries} {...getInputProps('expiry')} error={errors.expiresAt} />
        {getValues().expiry === 'day' && (
          <TextInput
            label="On"
            type="date"
            min={addDays(today, 1)}
            description={`At the start of the day in ${zone.replaceAll('_', ' ')}`}
            {...getInputProps('day')}
          />
        )}
      </div>
      <FormActions busy={form.busy} others={<Button onClick={onCancel}>Cancel</Button>}>
        Create the key
      </FormActions>
    </form>
  );
}
