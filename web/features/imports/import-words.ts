/** What the words of imports are called on the screen: kinds, fields, types, programs, states. */
import { ownFieldKey } from '../../../src/core/imports/header-key.ts';
import { presets } from '../../../src/core/imports/presets.ts';
import type { Import } from '../../../src/features/imports/schema.ts';

export type Kind = Import['kind'];

/** `key-like-this` as a sentence begins: "Key like this". */
const plain = (key: string): string => {
  const words = key.replaceAll(/[-_]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const pick = (words: Readonly<Record<string, string>>, key: string): string =>
  Object.hasOwn(words, key) ? (words[key] ?? key) : plain(key);

/**
 * What a kind of rows is called; kinds that this page was not told of stand for themselves.
 *
 * @example
 * kindName('contacts') // 'People'
 */
export const kindName = (kind: string): string =>
  pick({ contacts: 'People', accounts: 'Companies', members: 'Members without sign-in' }, kind);

/** What one row of a kind is. */
export const kindLead = (kind: string): string =>
  pick(
    {
      contacts: 'Each row is a person, perhaps with their company and first touch.',
      accounts: 'Each row is a company.',
      deals: 'Each row is a deal, perhaps with its person and company.',
      touches: 'Each row is something that happened: a visit, a form, an e-mail that was opened.',
      members: 'Each row is a colleague who owns records and does not sign in.',
      activities: 'Each row is something that Sales did: a call, a meeting, an e-mail.',
      notes: 'Each row is a note about a person, a company or a deal.',
      'stage-history': 'Each row is a day on which a person or a deal came to a stage.',
      spend: 'Each row is what a campaign cost on a day.',
    },
    kind,
  );

const objectNames = { contact: 'Person', account: 'Company' };
/** The objects of whose fields a file may speak, with the plainest name of each. */
export const objectName = (object: string): string => pick(objectNames, object);

const fieldNames: Readonly<Record<string, string>> = {
  'contact.external-id': 'ID in the other system',
  'contact.email': 'E-mail address',
  'contact.other-email': 'Another e-mail address',
  'contact.name': 'Whole name',
  'contact.title': 'Job title',
  'contact.phone': 'Phone number',
  'contact.created-at': 'Known since',
  'account.external-id': 'ID in the other system',
  'account.domain': 'Website or domain',
  'deal.external-id': 'ID in the other system',
  'deal.opened-at': 'Opened on',
  'deal.won-at': 'Won on',
  'deal.lost-at': 'Lost on',
  'deal.expected-close': 'Expected close',
  'touch.external-id': 'ID in the other system',
  'touch.at': 'When it happened',
  'touch.done': 'Whether it was done',
  'touch.path': 'Page',
  'deal.sdr': 'SDR',
  'member.external-id': 'ID in the other system',
  'activity.external-id': 'ID in the other system',
  'activity.at': 'When it was',
  'activity.done': 'Whether it was done',
  'activity.owner': 'Who did it',
  'note.external-id': 'ID in the other system',
  'note.at': 'When it was written',
  'note.body': 'Text',
  'stage.external-id': 'ID in the other system',
  'stage.at': 'When it was reached',
  'stage.to': 'Which was reached',
  'spend.external-id': 'ID in the other system',
};

/** `contact.custom.plan` is an own field of a person. */
const ownField = /^([a-z-]+)\.custom\.(.+)$/;

/**
 * What a field is called within its group.
 *
 * @example
 * fieldName('contact.first-name') // 'First name'
 * fieldName('contact.custom.plan') // 'plan (your own field)'
 */
export function fieldName(field: string): string {
  const own = ownField.exec(field);
  if (own?.[2]) return `${own[2]} (your own field)`;
  return fieldNames[field] ?? plain(field.slice(field.indexOf('.') + 1));
}

/**
 * What a field is called where its group is not to be seen.
 *
 * @example
 * fullFieldName('account.name') // 'Company: name'
 */
export function fullFieldName(field: string): string {
  return `${objectName(objectOf(field))}: ${fieldName(field).replace(/^(?:E-|[A-Z])(?=[a-z])/, (letters) => letters.toLowerCase())}`;
}

export const objectOf = (field: string): string => field.slice(0, field.indexOf('.'));
export const isOwnField = (field: string): boolean => ownField.test(field);

/** The own field that keeps a column of this header; null where nothing of it can be a key. */
export function ownFieldOf(object: string, header: string): string | null {
  const key = ownFieldKey(header);
  return key === null ? null : `${object}.custom.${key}`;
}

export const typeName = (type: string): string =>
  pick(
    {
      id: 'ID',
      'bracketed-id': 'A name with the ID in brackets',
      email: 'E-mail address',
      phone: 'Phone number',
      site: 'Web address',
      count: 'Whole number',
      money: 'Amount',
      boolean: 'Yes or no',
    },
    type,
  );

/** The program whose export a file is; null where nobody knows. */
export const presetName = (key: string | null): string | null =>
  key === null ? null : (presets.find((preset) => preset.key === key)?.name ?? plain(key));

const delimiters: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };
/** What parts the cells of a row. */
export const delimiterName = (sign: string): string => delimiters[sign] ?? `the sign ${sign}`;

export const touchName = (kind: string): string =>
  pick({ event: 'Event (of its own name)', 'email-sent': 'E-mail sent', 'form-submitted': 'Form sent' }, kind);

type Look = { words: string; is: 'good' | 'warn' | 'bad' | 'unknown' };

/**
 * How an import stands, in a word with its verdict.
 *
 * @example
 * statusLook({ status: 'done', counts: { faults: 2 } }).words // 'Done, with refused rows'
 */
export function statusLook({ status, counts }: { status: string; counts: { faults: number } }): Look {
  switch (status) {
    case 'done':
      return counts.faults > 0 ? { words: 'Done, with refused rows', is: 'warn' } : { words: 'Done', is: 'good' };
    case 'cancelled':
      return { words: 'Stopped', is: 'warn' };
    case 'draft':
      return { words: 'Not started', is: 'unknown' };
    case 'uploading':
      return { words: 'Being read', is: 'unknown' };
    case 'checking':
      return { words: 'Being counted', is: 'unknown' };
    case 'running':
      return { words: 'Running', is: 'unknown' };
    case 'undoing':
      return { words: 'Being undone', is: 'unknown' };
    case 'undone':
      return { words: 'Undone', is: 'unknown' };
    default:
      return { words: plain(status), is: 'unknown' };
  }
}

/** While it is so, the server works on it and the page looks again. */
export const isWorking = (status: Import['status']): boolean =>
  status === 'uploading' || status === 'checking' || status === 'running' || status === 'undoing';

/** The load of a live import is computed once its rows are in. */
export const isMeasured = ({ how, status, load }: Pick<Import, 'how' | 'status' | 'load'>): boolean =>
  how !== 'live' || status !== 'done' || load !== null;
