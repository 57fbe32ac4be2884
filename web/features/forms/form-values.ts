/** A form as it is edited: fields have ids that outlive a new order, and texts may be empty. */
import type { z } from 'zod';
import { type ConsentRequest, checkDefinition, type FormField } from '../../../src/core/forms/definition.ts';
import type { FormLanguage } from '../../../src/core/forms/words.ts';
import { type Form, previewForm } from '../../../src/features/forms/schema.ts';

export type DraftField = FormField & { id: string };
export type DraftConsent = z.infer<typeof ConsentRequest>;
export type FormValues = {
  name: string;
  language: FormLanguage;
  intro: string;
  fields: DraftField[];
  consents: DraftConsent[];
  button: string;
  thanks: { text: string; redirectUrl: string };
  hosts: string;
  doubleOptIn: boolean;
  asksSource: boolean;
};

export const formLabels: Partial<Record<keyof FormValues, string>> = {
  name: 'Name',
  language: 'Language',
  intro: 'Text above',
  fields: 'Fields',
  consents: 'Consent',
  button: 'Button',
  thanks: 'After sending',
  hosts: 'Hosts',
  doubleOptIn: 'Confirmation by mail',
  asksSource: 'How did you hear about us?',
};

export const valuesOf = (form: Form): FormValues => ({
  name: form.name,
  language: form.language,
  intro: form.intro,
  fields: form.fields.map((field, place) => ({ ...field, id: `saved-${place}` })),
  consents: form.consents.map(({ purpose, text, required }) => ({ purpose, text, required })),
  button: form.button ?? '',
  thanks: { text: form.thanks.text, redirectUrl: form.thanks.redirectUrl ?? '' },
  hosts: form.hosts.join('\n'),
  doubleOptIn: form.doubleOptIn,
  asksSource: form.asksSource,
});

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** As the server takes it. */
export const bodyOf = ({ fields, button, thanks, hosts, ...values }: FormValues) => ({
  ...values,
  fields: fields.map(({ id: _, options, ...field }) => ({ ...field, options: field.kind === 'choice' ? options : [] })),
  button: button.trim() || null,
  thanks: { text: thanks.text, redirectUrl: thanks.redirectUrl.trim() || null },
  hosts: linesOf(hosts),
});

/** What the server would refuse, by the field of the page: `fields.0.label`. */
export function checkForm(values: FormValues): Record<string, string> {
  const body = bodyOf(values);
  const faults: Record<string, string> = {};
  const result = previewForm.body?.safeParse(body);
  if (result && !result.success) {
    for (const { path, message } of result.error.issues) faults[fieldOf(path.map(String))] ??= message;
    return faults;
  }
  for (const { pointer, detail } of checkDefinition(body)) faults[fieldOf(pointer.slice(2).split('/'))] ??= detail;
  return faults;
}

/** Lines and options are typed into one field. */
function fieldOf(path: readonly string[]): string {
  if (path[0] === 'hosts') return 'hosts';
  return (path[2] === 'options' ? path.slice(0, 3) : path).join('.');
}

/**
 * A list with one thing moved to another place.
 *
 * @example
 * moved(['a', 'b', 'c'], 0, 2) // ['b', 'c', 'a']
 */
export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const item = list[from];
  return item === undefined ? [...list] : list.toSpliced(from, 1).toSpliced(to, 0, item);
}
