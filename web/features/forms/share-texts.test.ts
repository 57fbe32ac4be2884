import { expect, it } from 'vitest';
import type { Form } from '../../../src/features/forms/schema.ts';
import { frameFor, postFor, tagFor } from './share-texts.ts';

const field = { help: null, required: false, fills: null, options: [], progressive: false } as const;
const form: Form = {
  id: '0198a1f0-0000-7000-8000-000000000001',
  key: 'abcdefghijklmnop',
  url: 'https://baton.example.com/in/f/abcdefghijklmnop',
  name: 'Ask "us" <now>',
  slug: 'ask',
  state: 'live',
  language: 'en',
  intro: '',
  fields: [
    { ...field, key: 'mail', kind: 'email', label: 'E-mail', required: true, fills: 'email', options: [] },
    { ...field, key: 'size', kind: 'choice', label: 'Size', options: ['<9', '10+'] },
    { ...field, key: 'utm_source', kind: 'hidden', label: 'Source', options: [] },
  ],
  consents: [{ purpose: 'news', text: 'News & more', required: false, version: 3 }],
  button: null,
  thanks: { text: '', redirectUrl: null },
  hosts: ['www.plant.example'],
  doubleOptIn: false,
  asksSource: true,
  sourceId: '0198a1f0-0000-7000-8000-000000000002',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  version: 1,
};

it('says the tag and the frame of a form, with its own name as text', () => {
  expect(tagFor(form)).toBe(
    '<script async src="https://baton.example.com/in/baton.js" data-form="abcdefghijklmnop" data-title="Ask &quot;us&quot; &lt;now&gt;"></script>',
  );
  expect(frameFor(form)).toContain('title="Ask &quot;us&quot; &lt;now&gt;"');
});

it('says a form of a page’s own, with the version of each consent and ways back to its host', () => {
  const text = postFor(form);
  for (const part of [
    'action="https://baton.example.com/in/f/abcdefghijklmnop"',
    '<input type="email" name="mail" required>',
    '<option>&lt;9</option><option>10+</option>',
    '<input type="hidden" name="utm_source">',
    'name="_consent_news" value="v3"> News &amp; more',
    'name="_failure" value="https://www.plant.example/contact"',
    'name="_website"',
  ]) {
    expect(text).toContain(part);
  }
});
