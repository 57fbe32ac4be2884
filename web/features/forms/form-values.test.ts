import { describe, expect, it } from 'vitest';
import { bodyOf, checkForm, type FormValues, moved } from './form-values.ts';

const values: FormValues = {
  name: 'Demo',
  language: 'en',
  intro: '',
  fields: [
    {
      id: '1',
      key: 'mail',
      kind: 'email',
      label: 'E-mail',
      help: null,
      required: true,
      fills: 'email',
      options: [],
      progressive: false,
    },
    {
      id: '2',
      key: 'size',
      kind: 'text',
      label: 'Size',
      help: null,
      required: false,
      fills: null,
      options: ['a'],
      progressive: false,
    },
  ],
  consents: [],
  button: ' ',
  thanks: { text: '', redirectUrl: '' },
  hosts: ' www.plant.example \n\n',
  doubleOptIn: false,
  asksSource: true,
};

describe('the values of a form', () => {
  it('are sent as the server takes them', () => {
    const body = bodyOf(values);
    expect(body).toMatchObject({ button: null, thanks: { redirectUrl: null }, hosts: ['www.plant.example'] });
    // Options of a field that is no choice any more are nobody's.
    expect(body.fields[1]).toEqual({ ...values.fields[1], id: undefined, options: [] });
    expect(checkForm(values)).toEqual({});
  });

  it('are told where they are wrong', () => {
    const [mail, size] = values.fields as [FormValues['fields'][0], FormValues['fields'][0]];
    expect(Object.keys(checkForm({ ...values, hosts: 'https://x', fields: [{ ...mail, label: '' }] }))).toEqual([
      'fields.0.label',
      'hosts',
    ]);
    const contradicting = { ...values, fields: [mail, { ...size, kind: 'choice' as const }], doubleOptIn: true };
    expect(
      Object.keys(checkForm({ ...contradicting, thanks: { text: '', redirectUrl: 'https://evil.example' } })),
    ).toEqual(['fields.1.options', 'thanks.redirectUrl']);
  });
});

it.each([
  [0, 2, 'bca'],
  [2, 0, 'cab'],
  [1, 1, 'abc'],
  [9, 0, 'abc'],
])('moves from %i to %i', (from, to, after) => {
  expect(moved(['a', 'b', 'c'], from, to).join('')).toBe(after);
});
