import { Button, Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import { type Account, editAccount, getAccount, listAccounts } from '../../../src/features/accounts/schema.ts';
import type { CustomField } from '../../../src/features/custom-fields/schema.ts';
import { call } from '../../api.ts';
import { useAskedFields } from '../../custom-fields.ts';
import { useAction } from '../../queries.ts';
import { FormActions } from '../../ui/form-actions.tsx';
import { firstFaultOf, toLines } from '../people/lines.ts';
import { changedOwn, OwnInputs, type OwnValues, ownValuesOf } from '../people/own-inputs.tsx';
import { MemberSelect } from '../settings/member-select.tsx';
import { RecordProblem } from '../settings/record-problem.tsx';
import { say } from '../settings/say.tsx';
import { useRecordForm } from '../settings/use-record-form.ts';

const labels = {
  name: 'Name',
  domains: 'Domains',
  industry: 'Industry',
  country: 'Country',
  employees: 'Employees',
  tier: 'Target tier',
  isTarget: 'Target account',
  ownerId: 'Owner',
  fields: 'Own fields',
};

const valuesOf = (
  { name, domains, industry, country, employees, tier, isTarget, owner, fields }: Account,
  asked: readonly CustomField[],
) => ({
  name: name ?? '',
  domains: domains.join('\n'),
  industry: industry ?? '',
  country: country ?? '',
  employees: employees ?? ('' as number | string),
  tier: tier ?? ('' as number | string),
  isTarget,
  ownerId: owner?.id ?? null,
  fields: ownValuesOf(fields, asked),
});
type Values = ReturnType<typeof valuesOf>;

export function CompanyForm({ company, onClose }: { company: Account; onClose: () => void }) {
  const edit = useAction(editAccount, { refresh: [getAccount, listAccounts] });
  const params = { accountId: company.id };
  const asked = useAskedFields('account');
  const before = ownValuesOf(company.fields, asked);
  const form = useRecordForm<Account, Values>({
    record: company,
    valuesOf: (record) => valuesOf(record, asked),
    send: (changed, version) => edit.mutateAsync({ params, body: toBody(changed, before), version }),
    load: () => call(getAccount, { params }),
    onSaved: () => {
      say('The company is saved.');
      onClose();
    },
  });
  const { getInputProps, getValues, setFieldValue, errors } = form.fields;
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <RecordProblem form={form} labels={labels} />
      <TextInput label={labels.name} data-autofocus {...getInputProps('name')} />
      <Textarea
        label={labels.domains}
        description="One a line; the first is the main one."
        autosize
        {...getInputProps('domains')}
        error={firstFaultOf('domains', errors)}
      />
      <TextInput label={labels.industry} {...getInputProps('industry')} />
      <TextInput label={labels.country} {...getInputProps('country')} />
      <div className="pair">
        <NumberInput label={labels.employees} min={0} allowDecimal={false} {...getInputProps('employees')} />
        <NumberInput label={labels.tier} min={1} max={9} allowDecimal={false} {...getInputProps('tier')} />
      </div>
      <Checkbox label={labels.isTarget} {...getInputProps('isTarget', { type: 'checkbox' })} />
      <MemberSelect
        label={labels.ownerId}
        placeholder="Nobody"
        clearable
        value={getValues().ownerId}
        onChange={(id) => setFieldValue('ownerId', id)}
        error={errors.ownerId}
      />
      <OwnInputs
        fields={asked}
        values={getValues().fields}
        onChange={(fields) => setFieldValue('fields', fields)}
        errors={errors}
      />
      <FormActions busy={form.busy} disabled={!form.dirty} others={<Button onClick={onClose}>Cancel</Button>}>
        Save
      </FormActions>
    </form>
  );
}

/** An empty field takes the value away. */
function toBody(
  { name, domains, industry, country, employees, tier, fields, ...rest }: Partial<Values>,
  before: OwnValues,
) {
  const count = (value: number | string) => (value === '' ? null : Number(value));
  return {
    ...(name === undefined ? {} : { name: name.trim() || null }),
    ...(domains === undefined ? {} : { domains: toLines(domains) }),
    ...(industry === undefined ? {} : { industry: industry.trim() || null }),
    ...(country === undefined ? {} : { country: country.trim() || null }),
    ...(employees === undefined ? {} : { employees: count(employees) }),
    ...(tier === undefined ? {} : { tier: count(tier) }),
    ...(fields === undefined ? {} : { fields: changedOwn(before, fields) }),
    ...rest,
  };
}
