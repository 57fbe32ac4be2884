import { Button, Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import { type Account, editAccount, getAccount, listAccounts } from '../../../src/features/accounts/schema.ts';
import { call } from '../../api.ts';
import { useAction } from '../../queries.ts';
import { FormActions } from '../../ui/form-actions.tsx';
import { firstFaultOf, toLines } from '../people/lines.ts';
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
};

const valuesOf = ({ name, domains, industry, country, employees, tier, isTarget, owner }: Account) => ({
  name: name ?? '',
  domains: domains.join('\n'),
  industry: industry ?? '',
  country: country ?? '',
  employees: employees ?? ('' as number | string),
  tier: tier ?? ('' as number | string),
  isTarget,
  ownerId: owner?.id ?? null,
});
type Values = ReturnType<typeof valuesOf>;

export function CompanyForm({ company, onClose }: { company: Account; onClose: () => void }) {
  const edit = useAction(editAccount, { refresh: [getAccount, listAccounts] });
  const params = { accountId: company.id };
  const form = useRecordForm<Account, Values>({
    record: company,
    valuesOf,
    send: (changed, version) => edit.mutateAsync({ params, body: toBody(changed), version }),
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
      <FormActions busy={form.busy} disabled={!form.dirty} others={<Button onClick={onClose}>Cancel</Button>}>
        Save
      </FormActions>
    </form>
  );
}

/** An empty field takes the value away. */
function toBody({ name, domains, industry, country, employees, tier, ...rest }: Partial<Values>) {
  const count = (value: number | string) => (value === '' ? null : Number(value));
  return {
    ...(name === undefined ? {} : { name: name.trim() || null }),
    ...(domains === undefined ? {} : { domains: toLines(domains) }),
    ...(industry === undefined ? {} : { industry: industry.trim() || null }),
    ...(country === undefined ? {} : { country: country.trim() || null }),
    ...(employees === undefined ? {} : { employees: count(employees) }),
    ...(tier === undefined ? {} : { tier: count(tier) }),
    ...rest,
  };
}
