import { Button, Modal, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { createAccount } from '../../../src/features/accounts/schema.ts';
import { ApiError } from '../../api.ts';
import { useAskedFields } from '../../custom-fields.ts';
import { useAction } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { CompanyLookalikes } from '../merges/lookalikes.tsx';
import { firstFaultOf } from '../people/lines.ts';
import { changedOwn, OwnInputs, type OwnValues } from '../people/own-inputs.tsx';
import { companyReads } from '../people/record-queries.ts';

type Values = { name: string; domains: string; fields: OwnValues };
const conflict = 409;

/** Adds a company by hand, and opens its page. Those that look like it are named first; adding it anyway is a second step. */
export function AddCompanyDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const create = useAction(createAccount, { refresh: companyReads });
  // Set while the form shows that there are such companies.
  const [exists, setExists] = useState(false);
  const form = useServerForm<Values>({
    initial: { name: '', domains: '', fields: {} },
    check: ({ name, domains }) => (name.trim() || domains.trim() ? {} : { name: 'Give its name or its domain.' }),
    send: async ({ name, domains, fields }) => {
      const body = {
        name: name.trim() || null,
        domains: domains.trim() ? [domains.trim()] : [],
        fields: changedOwn({}, fields),
        anyway: exists,
      };
      try {
        const made = await create.mutateAsync({ body });
        await navigate({ to: '/companies/$accountId', params: { accountId: made.id } });
      } catch (error) {
        setExists(error instanceof ApiError && error.status === conflict);
        throw error;
      }
    },
  });
  const asked = useAskedFields('account');
  const { getInputProps, errors } = form.fields;
  return (
    <Modal opened onClose={onClose} title="Add a company" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem
          problem={form.problem}
          {...(exists ? { kept: 'Look there first, or add this company all the same.' } : {})}
        />
        <TextInput label="Name" autoComplete="off" data-autofocus {...getInputProps('name')} />
        <TextInput
          label="Domain"
          placeholder="plant.example"
          autoComplete="off"
          {...getInputProps('domains')}
          error={firstFaultOf('domains', errors)}
        />
        <OwnInputs
          fields={asked}
          values={form.fields.values.fields}
          onChange={(fields) => form.fields.setFieldValue('fields', fields)}
          errors={errors}
        />
        {!exists && <CompanyLookalikes name={form.fields.values.name} domain={form.fields.values.domains} />}
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          {exists ? 'Add anyway' : 'Add'}
        </FormActions>
      </form>
    </Modal>
  );
}
