/** Defines an own field, adopts a key that records have already, or changes a definition. */
import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { type CustomFieldType, customFieldTypes } from '../../../src/core/custom-field.ts';
import {
  type CustomField,
  createCustomField,
  editCustomField,
  type FoundField,
  findCustomFields,
  listCustomFields,
} from '../../../src/features/custom-fields/schema.ts';
import { useAction } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { toLines } from '../people/lines.ts';
import { say } from '../settings/say.tsx';
import { keyOf, labelOf, typeName } from './field-words.ts';

export const fieldReads = [listCustomFields, findCustomFields];

type Values = { label: string; key: string; description: string; type: CustomFieldType; options: string };
type Props = {
  object: 'contact' | 'account';
  field: CustomField | null;
  found: FoundField | null;
  onClose: () => void;
};

export function FieldDialog({ object, field, found, onClose }: Props) {
  const create = useAction(createCustomField, { refresh: fieldReads });
  const edit = useAction(editCustomField, { refresh: fieldReads });
  const given = field ?? found;
  const form = useServerForm<Values>({
    initial: {
      label: field?.label ?? (found ? labelOf(found.key) : ''),
      key: given?.key ?? '',
      description: field?.description ?? '',
      type: given?.type ?? 'text',
      options: (given?.options ?? []).join('\n'),
    },
    check: ({ label, key, type, options }) => ({
      ...(label.trim() ? {} : { label: 'Give the field a name.' }),
      ...(given || key.trim() || keyOf(label) ? {} : { key: 'Give the field a key of letters and digits.' }),
      ...(type === 'choice' && toLines(options).length === 0 ? { options: 'Give at least one value to choose.' } : {}),
    }),
    send: async ({ label, key, description, type, options }) => {
      const body = {
        label: label.trim(),
        description: description.trim() || null,
        type,
        options: type === 'choice' ? toLines(options) : [],
      };
      if (field) await edit.mutateAsync({ params: { fieldId: field.id }, version: field.version, body });
      else await create.mutateAsync({ body: { ...body, object, key: key.trim() || keyOf(label) } });
      say(`The field ${body.label} is saved.`);
      onClose();
    },
  });
  const { getInputProps, values, errors } = form.fields;
  const whose = object === 'contact' ? 'people' : 'companies';
  const title = field ? `Change ${field.label}` : found ? `Define ${found.key}` : `Add a field of ${whose}`;
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <TextInput label="Name" data-autofocus maxLength={200} {...getInputProps('label')} />
        {!given && (
          <TextInput
            label="Key"
            description="How agreements, imports and programs name it. It cannot be changed later."
            placeholder={keyOf(values.label)}
            maxLength={64}
            {...getInputProps('key')}
          />
        )}
        <Select
          label="Type"
          allowDeselect={false}
          data={customFieldTypes.map((value) => ({ value, label: typeName[value] }))}
          {...getInputProps('type')}
        />
        {values.type === 'choice' && (
          <Textarea
            label="Values"
            description="One a line, in the order in which they are offered."
            autosize
            minRows={3}
            maxRows={12}
            {...getInputProps('options')}
            error={errors.options ?? Object.entries(errors).find(([path]) => path.startsWith('options.'))?.[1]}
          />
        )}
        <TextInput label="Note for who fills it in" maxLength={200} {...getInputProps('description')} />
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          {field ? 'Save' : 'Add'}
        </FormActions>
      </form>
    </Modal>
  );
}
