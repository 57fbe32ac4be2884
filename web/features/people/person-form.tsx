import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { buyingRoles } from '../../../src/core/buying-role.ts';
import {
  type Contact,
  editContact,
  getContact,
  getContactTimeline,
  listContacts,
} from '../../../src/features/contacts/schema.ts';
import type { CustomField } from '../../../src/features/custom-fields/schema.ts';
import { call } from '../../api.ts';
import { useAskedFields } from '../../custom-fields.ts';
import { useAction } from '../../queries.ts';
import { ZoneSelect } from '../../ui/choice-inputs.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { nameOf } from '../../vocabulary.ts';
import { MemberSelect } from '../settings/member-select.tsx';
import { RecordProblem } from '../settings/record-problem.tsx';
import { say } from '../settings/say.tsx';
import { useRecordForm } from '../settings/use-record-form.ts';
import { firstFaultOf, toLines } from './lines.ts';
import { changedOwn, OwnInputs, type OwnValues, ownValuesOf } from './own-inputs.tsx';

const labels = {
  name: 'Name',
  title: 'Title',
  emails: 'E-mail addresses',
  phones: 'Phone numbers',
  country: 'Country',
  zone: 'Time zone',
  buyingRole: 'Role in a purchase',
  ownerId: 'Owner',
  fields: 'Own fields',
};

const valuesOf = (
  { name, title, emails, phones, country, zone, buyingRole, owner, fields }: Contact,
  asked: readonly CustomField[],
) => ({
  name: name ?? '',
  title: title ?? '',
  emails: emails.map(({ value }) => value).join('\n'),
  phones: phones.map(({ value }) => value).join('\n'),
  country: country ?? '',
  zone,
  buyingRole,
  ownerId: owner?.id ?? null,
  fields: ownValuesOf(fields, asked),
});
type Values = ReturnType<typeof valuesOf>;

export function PersonForm({ person, onClose }: { person: Contact; onClose: () => void }) {
  const edit = useAction(editContact, { refresh: [getContact, getContactTimeline, listContacts] });
  const params = { contactId: person.id };
  const asked = useAskedFields('contact');
  const before = ownValuesOf(person.fields, asked);
  const form = useRecordForm<Contact, Values>({
    record: person,
    valuesOf: (record) => valuesOf(record, asked),
    send: (changed, version) => edit.mutateAsync({ params, body: toBody(changed, before), version }),
    load: () => call(getContact, { params }),
    onSaved: () => {
      say('The person is saved.');
      onClose();
    },
  });
  const { getInputProps, getValues, setFieldValue, errors } = form.fields;
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <RecordProblem form={form} labels={labels} />
      <TextInput label={labels.name} data-autofocus {...getInputProps('name')} />
      <TextInput label={labels.title} {...getInputProps('title')} />
      <Textarea
        label={labels.emails}
        description="One a line; the first is the main one."
        autosize
        {...getInputProps('emails')}
        error={firstFaultOf('emails', errors)}
      />
      <Textarea label={labels.phones} autosize {...getInputProps('phones')} error={firstFaultOf('phones', errors)} />
      <TextInput label={labels.country} {...getInputProps('country')} />
      <ZoneSelect
        label={labels.zone}
        clearable
        clearButtonProps={{ 'aria-label': 'Clear time zone' }}
        {...getInputProps('zone')}
      />
      <Select
        label={labels.buyingRole}
        placeholder="Not known"
        data={buyingRoles.map((value) => ({ value, label: nameOf([], value) }))}
        clearable
        clearButtonProps={{ 'aria-label': 'Clear role in a purchase' }}
        {...getInputProps('buyingRole')}
      />
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
function toBody({ name, title, emails, phones, country, fields, ...rest }: Partial<Values>, before: OwnValues) {
  return {
    ...(name === undefined ? {} : { name: name.trim() || null }),
    ...(title === undefined ? {} : { title: title.trim() || null }),
    ...(country === undefined ? {} : { country: country.trim() || null }),
    ...(emails === undefined ? {} : { emails: toLines(emails) }),
    ...(phones === undefined ? {} : { phones: toLines(phones) }),
    ...(fields === undefined ? {} : { fields: changedOwn(before, fields) }),
    ...rest,
  };
}
