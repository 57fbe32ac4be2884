import { readEmail } from '../identity/email.ts';
import type { ConsentText, FormDefinition, FormField } from './definition.ts';
import type { FormWords } from './words.ts';

/** Names of inputs that are not fields of the form: no key begins with `_`. */
export const inputNames = {
  token: '_token',
  trap: '_website',
  heard: '_heard',
  anonymousId: '_anonymousId',
  /** Where a page of one of the hosts wants its visitor back, as a form of its own without a script says it. */
  success: '_success',
  failure: '_failure',
  consent: (purpose: string) => `_consent_${purpose}`,
} as const;

/** Characters of an answer: those that a touch keeps, and a page of text. */
const longest = { text: 500, textarea: 5000 };

export type Answers = Readonly<Record<string, string | boolean>>;
/** `version` is that of the text which was shown; null where a page of somebody else showed it. */
export type GivenConsent = { purpose: string; version: number | null; ticked: boolean };
export type SubmissionFault = { input: string; word: keyof FormWords };

export type ReadSubmission = {
  /** By the keys of the fields; what was left empty is not there. */
  answers: Answers;
  consents: GivenConsent[];
  /** The answer to "How did you hear about us?" */
  heard: string | null;
  faults: SubmissionFault[];
};

type Asked = Pick<FormDefinition, 'fields' | 'asksSource'> & { consents: readonly ConsentText[] };

/**
 * Reads what was posted to a form: one answer a field, with what is wrong. Other inputs are left out.
 *
 * @param given the first value of each input
 * @param shown versions of the texts as they were shown, by purpose; null where another page showed them
 * @example
 * readSubmission({ fields: [{ key: 'mail', kind: 'email', label: 'E-mail', help: null, required: true, fills: 'email', options: [] }],
 *   consents: [], asksSource: false }, new Map([['mail', 'nobody']]), {}).faults // [{ input: 'mail', word: 'noEmail' }]
 */
export function readSubmission(
  form: Asked,
  given: ReadonlyMap<string, string>,
  shown: Readonly<Record<string, number>> | null,
): ReadSubmission {
  const faults: SubmissionFault[] = [];
  const answers: Record<string, string | boolean> = {};
  for (const field of form.fields) {
    const answer = readAnswer(field, given.get(field.key) ?? '');
    if (answer !== null) answers[field.key] = answer;
    const word = findFault(field, answer);
    if (word !== null) faults.push({ input: field.key, word });
  }
  const heard = form.asksSource ? cleanText(given.get(inputNames.heard) ?? '') : '';
  if (heard.length > longest.text) faults.push({ input: inputNames.heard, word: 'tooLong' });
  const consents = form.consents.map(({ purpose, required, version }): GivenConsent => {
    const input = inputNames.consent(purpose);
    const value = given.get(input) ?? '';
    const ticked = isTicked(value);
    if (required && !ticked) faults.push({ input, word: 'noTick' });
    return { purpose, version: shown === null ? readVersion(value, version) : (shown[purpose] ?? null), ticked };
  });
  return { answers, consents, heard: heard === '' ? null : heard, faults };
}

function readAnswer({ kind }: FormField, value: string): string | boolean | null {
  if (kind === 'checkbox') return isTicked(value) ? true : null;
  const text = cleanText(value, kind === 'textarea');
  return text === '' ? null : text;
}

function findFault({ kind, required, options }: FormField, answer: string | boolean | null): keyof FormWords | null {
  if (answer === null) return required && kind !== 'hidden' ? (kind === 'checkbox' ? 'noTick' : 'missing') : null;
  if (typeof answer === 'boolean') return null;
  if (answer.length > (kind === 'textarea' ? longest.textarea : longest.text)) return 'tooLong';
  if (kind === 'email' && readEmail(answer) === null) return 'noEmail';
  if (kind === 'choice' && !options.includes(answer)) return 'noChoice';
  return null;
}

const isTicked = (value: string): boolean => !/^(?:|0|off|false|no)$/i.test(value.trim());

/** A page of somebody else may say which version it shows, as the value of its box: `v2`. */
function readVersion(value: string, latest: number): number | null {
  const version = /^v\d{1,6}$/.test(value) ? Number(value.slice(1)) : null;
  return version !== null && version >= 1 && version <= latest ? version : null;
}

function cleanText(value: string, hasLines = false): string {
  const text = value.toWellFormed().replace(/\r\n?/g, '\n');
  return text.replace(hasLines ? /(?!\n)\p{Cc}/gu : /\p{Cc}+/gu, ' ').trim();
}
