/** A new form begins with the questions that most need, as a draft that nobody can open. */
import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { FormLanguage } from '../../../src/core/forms/words.ts';
import { createForm, listForms } from '../../../src/features/forms/schema.ts';
import { useAction } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { slugFrom } from './form-words.ts';

type Values = { name: string; slug: string; language: FormLanguage };

export const languages = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'German' },
];

const beginnings = {
  en: { email: 'Work e-mail', name: 'Your name', consent: 'You may contact me about this request.' },
  de: { email: 'Geschäftliche E-Mail', name: 'Ihr Name', consent: 'Sie dürfen mich zu dieser Anfrage kontaktieren.' },
};

export function CreateFormDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal opened={open} onClose={onClose} title="Create a form" closeButtonProps={{ 'aria-label': 'Close' }}>
      <CreateFields onClose={onClose} />
    </Modal>
  );
}

function CreateFields({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const create = useAction(createForm, { refresh: [listForms] });
  const bodyOf = ({ name, slug, language }: Values) => {
    const { email, name: who, consent } = beginnings[language];
    return {
      ...{ name, slug: slug || slugFrom(name), language },
      fields: [
        { key: 'mail', kind: 'email' as const, label: email, required: true, fills: 'email' as const },
        { key: 'who', kind: 'text' as const, label: who, required: true, fills: 'name' as const },
      ],
      consents: [{ purpose: 'contact', text: consent, required: true }],
    };
  };
  const form = useServerForm<Values>({
    initial: { name: '', slug: '', language: 'en' },
    check: (values) => {
      const result = createForm.body?.safeParse(bodyOf(values));
      if (!result || result.success) return {};
      return Object.fromEntries(result.error.issues.map(({ path, message }) => [path.join('.'), message]));
    },
    send: async (values) => {
      const { id } = await create.mutateAsync({ body: bodyOf(values) });
      await navigate({ to: '/settings/forms/$formId', params: { formId: id } });
    },
  });
  const { getInputProps, getValues } = form.fields;
  const { name } = getValues();
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <FormProblem problem={form.problem} />
      <TextInput
        label="Name"
        description="Heads its page."
        placeholder="Ask for a demo"
        required
        data-autofocus
        {...getInputProps('name')}
      />
      <TextInput
        label="Word in agreements"
        description="How touches and the agreement call it. It never changes."
        placeholder={name ? slugFrom(name) : 'ask-for-a-demo'}
        spellCheck={false}
        {...getInputProps('slug')}
      />
      <Select label="Language of its page" data={languages} {...getInputProps('language')} />
      <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
        Create the form
      </FormActions>
    </form>
  );
}
