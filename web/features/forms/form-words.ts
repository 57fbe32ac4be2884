/** What the parts of a form are called on the screen, and the keys that are made from words. */
import type { FormField, FormTrait } from '../../../src/core/forms/definition.ts';
import type { FormSubmission } from '../../../src/features/forms/schema.ts';

export const kindName: Record<FormField['kind'], string> = {
  email: 'E-mail address',
  text: 'One line of text',
  textarea: 'Several lines of text',
  choice: 'Choice from a list',
  checkbox: 'Box to tick',
  hidden: 'Hidden, from the link',
};

const traitName: Record<FormTrait, string> = {
  email: 'Person: e-mail address',
  name: 'Person: full name',
  firstName: 'Person: first name',
  lastName: 'Person: last name',
  title: 'Person: job title',
  phone: 'Person: phone',
  country: 'Person: country',
  company: 'Company: name',
};

/** Where an answer goes; `submission` keeps it with what was sent, and nowhere else. */
export const fillChoices = (kind: FormField['kind']): { value: string; label: string }[] =>
  kind === 'email'
    ? [{ value: 'email', label: traitName.email }]
    : [
        { value: 'submission', label: 'Only this submission' },
        ...Object.entries(traitName).flatMap(([value, label]) => (value === 'email' ? [] : [{ value, label }])),
        { value: 'own', label: 'Person: a field of your own' },
      ];

export const statusName: Record<FormSubmission['status'], string> = {
  accepted: 'Accepted',
  waiting: 'Waiting for the link in the mail',
  suspected: 'Suspected',
};

export const suspicionText: Record<NonNullable<FormSubmission['suspicion']>, string> = {
  trap: 'Filled in a field that people cannot see. Robots do; a browser that fills in everything may.',
  robot: 'The browser named itself a robot.',
};

/**
 * A key that is free, made from a label.
 *
 * @example
 * keyFrom('What do you need?', ['what_do_you_need']) // 'what_do_you_need_2'
 */
export function keyFrom(label: string, taken: readonly string[]): string {
  const plain = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40);
  const key = plain || 'field';
  if (!taken.includes(key)) return key;
  for (let number = 2; ; number += 1) if (!taken.includes(`${key}_${number}`)) return `${key}_${number}`;
}

/**
 * The word by which touches and agreements call a form, made from its name.
 *
 * @example
 * slugFrom('Ask for a demo!') // 'ask-for-a-demo'
 */
export const slugFrom = (name: string): string =>
  keyFrom(name, []).replaceAll('_', '-').slice(0, 60).replace(/-+$/, '');

/**
 * The part of a person's journey that a host and a path name: without the host where it is the form's own page.
 *
 * @example
 * pageName('baton.example.com/f/abc', 'https://baton.example.com/f/abc') // 'Its own page'
 */
export function pageName(page: string | null, url: string): string {
  if (!page) return 'Pages that are not told apart';
  const own = new URL(url);
  return page === `${own.host}${own.pathname}` ? 'Its own page' : page;
}
