import { Button, Modal, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { createContact } from '../../../src/features/contacts/schema.ts';
import { ApiError } from '../../api.ts';
import { useAskedFields } from '../../custom-fields.ts';
import { useAction } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { PersonLookalikes } from '../merges/lookalikes.tsx';
import { changedOwn, OwnInputs, type OwnValues } from './own-inputs.tsx';
import { peopleReads } from './record-queries.ts';

type Values = { name: string; email: string; phone: string; title: string; fields: OwnValues };

/** Adds somebody by hand, and opens their page. Whoever has the same address is named first; adding them anyway is a second step. */
export function AddPersonDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const create = useAction(createContact, { refresh: peopleReads });
  const send = async (values: Values, anyway: boolean) => {
    const { name, email, phone, title, fields } = values;
    const given = (text: string) => text.trim() || null;
    const made = await create.mutateAsync({
      body: {
        name: given(name),
        title: given(title),
        emails: email.trim() ? [email.trim()] : [],
        phones: phone.trim() ? [phone.trim()] : [],
        fields: changedOwn({}, fields),
        anyway,
      },
    });
    await navigate({ to: '/people/$contactId', params: { contactId: made.id } });
  };
  // Set while the form shows that somebody has this address.
  const [exists, setExists] = useState(false);
  const form = useServerForm<Values>({
    initial: { name: '', email: '', phone: '', title: '', fields: {} },
    check: ({ name, email, phone }) =>
      name.trim() || email.trim() || phone.trim()
        ? {}
        : { name: 'Say who it is: a name, an e-mail address or a phone number.' },
    send: async (values) => {
      try {
        await send(values, exists);
      } catch (error) {
        setExists(error instanceof ApiError && error.code === 'contact.exists');
        throw error;
      }
    },
  });
  const asked = useAskedFields('contact');
  const { getInputProps, errors } = form.fields;
  return (
    <Modal opened onClose={onClose} title="Add a person" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem
          problem={form.problem}
          {...(exists ? { kept: 'Look there first, or add this person all the same.' } : {})}
        />
        <TextInput label="Name" autoComplete="off" data-autofocus {...getInputProps('name')} />
        <TextInput label="Title" autoComplete="off" {...getInputProps('title')} />
        <div className="pair">
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="off"
            {...getInputProps('email')}
            error={errors.email ?? errors['emails.0']}
          />
          <TextInput
            label="Phone"
            type="tel"
            autoComplete="off"
            {...getInputProps('phone')}
            error={errors.phone ?? errors['phones.0']}
          />
        </div>
        <OwnInputs
          fields={asked}
          values={form.fields.values.fields}
          onChange={(fields) => form.fields.setFieldValue('fields', fields)}
          errors={errors}
        />
        {!exists && <PersonLookalikes {...form.fields.values} />}
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          {exists ? 'Add anyway' : 'Add'}
        </FormActions>
      </form>
    </Modal>
  );
}
