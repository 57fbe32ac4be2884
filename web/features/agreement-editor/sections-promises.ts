/** What each side owes the other, what a lead is worth, and what happens when a promise is in danger or broken. */
import type { Plain, PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import { marketingPromiseNames, salesPromiseNames } from '../../../src/core/agreement/schema-promises.ts';
import { capitalise } from '../../../src/core/agreement/sentence-words.ts';
import {
  always,
  choice,
  type Field,
  headChoices,
  keyField,
  periodChoices,
  type Section,
  textOf,
} from './clause-fields.ts';
import { freeKey } from './draft-source.ts';

const level: Field = {
  at: ['level'],
  label: 'To be kept in',
  help: 'The share of cases in a period. At 100 % one broken case breaks the promise.',
  input: { kind: 'share' },
  isOptional: true,
  usual: '90%',
  isShort: true,
};
const within: Field = { at: ['within'], label: 'Within', input: { kind: 'business-time' }, isShort: true };
const per: Field = { at: ['per'], label: 'In', input: { kind: 'choice', options: periodChoices }, isShort: true };
const when: Field = {
  at: ['when'],
  label: 'For which leads',
  input: { kind: 'condition', without: 'All of them' },
  isOptional: true,
};
const clocked = [within, level, when];

const keptBy: Field = {
  at: ['keptBy'],
  label: 'Kept by',
  help: 'Talking with somebody takes longer than trying to: agree on more time for it.',
  input: {
    kind: 'choice',
    options: [
      choice('first-attempt', 'The first attempt to reach them'),
      choice('first-two-way-contact', 'The first time they talk with us'),
    ],
  },
  isOptional: true,
  usual: 'first-attempt',
};

type Form = { fields: readonly Field[]; begin: PlainRecord };
const counted = (unit: 'leads' | 'money'): Form => ({
  fields: [
    {
      at: ['atLeast'],
      label: 'At least',
      input: unit === 'money' ? { kind: 'number', isMoney: true } : { kind: 'number', unit: 'leads' },
      isShort: true,
    },
    per,
    {
      at: ['segment'],
      label: 'Of the segment',
      input: { kind: 'clause-key', of: 'segments' },
      isOptional: true,
      isShort: true,
    },
    when,
  ],
  begin: { atLeast: unit === 'money' ? 100_000 : 50, per: 'month' },
});
const hours = (count: number): PlainRecord => ({ within: { business: `${count}h` } });
const days = (count: number): PlainRecord => ({ within: { businessDays: count } });

/** What stands in each kind of promise beside its key, and what it begins with. */
export const promiseForms: Record<string, Form> = {
  'first response': { fields: [within, level, keptBy, when], begin: hours(4) },
  'accept or reject': { fields: clocked, begin: days(2) },
  'confirm or return': { fields: clocked, begin: days(10) },
  attempts: {
    fields: [
      { at: ['atLeast'], label: 'At least', input: { kind: 'number', unit: 'attempts', isWhole: true }, isShort: true },
      { at: ['over'], label: 'Within', input: { kind: 'business-time' }, isShort: true },
      {
        at: ['channels'],
        label: 'By at least',
        input: { kind: 'number', unit: 'channels', isWhole: true },
        isOptional: true,
        usual: 1,
        isShort: true,
      },
      {
        at: ['apart'],
        label: 'Apart by at least',
        help: 'What is closer counts as one.',
        input: { kind: 'duration' },
        isOptional: true,
        usual: '1h',
        isShort: true,
      },
      level,
      when,
    ],
    begin: { atLeast: 5, over: { businessDays: 10 } },
  },
  'hand back after the attempts': {
    fields: [
      {
        at: ['sameRepAgainAfter'],
        label: 'To the same rep again after',
        input: { kind: 'duration' },
        isOptional: true,
        isShort: true,
      },
      { at: ['atMostCycles'], label: 'At most', input: { kind: 'count-per' }, isOptional: true, isShort: true },
    ],
    begin: { sameRepAgainAfter: '30d' },
  },
  'sales-ready leads': counted('leads'),
  'expected value of sales-ready leads': counted('money'),
  'required information delivered': {
    fields: [{ at: ['atLeast'], label: 'With at least', input: { kind: 'share' }, isShort: true }, per],
    begin: { atLeast: '95%', per: 'month' },
  },
  'missing information completed': { fields: clocked, begin: days(1) },
  'rejected with a reason of': {
    fields: [
      { at: ['reasons'], label: 'Reasons', input: { kind: 'clause-keys', of: 'reasons' } },
      { at: ['atMost'], label: 'At most', input: { kind: 'share' }, isShort: true },
      per,
    ],
    begin: { reasons: [], atMost: '20%', per: 'month' },
  },
  'every rejection answered': { fields: clocked, begin: days(3) },
};

const silence: Field = {
  at: ['silence'],
  label: 'Silence',
  input: { kind: 'choice', options: [choice('accepted-by-timeout', 'Counts as accepted')] },
  isOptional: true,
  usual: 'accepted-by-timeout',
  isShort: true,
};

function promiseFields(clause: PlainRecord): readonly Field[] {
  const kind = textOf(clause.promise);
  const known = Object.hasOwn(promiseForms, kind) ? (promiseForms[kind]?.fields ?? []) : [];
  const promise: Field = { at: ['promise'], label: 'Promise', input: { kind: 'promise' } };
  return [promise, ...known, ...(kind === 'accept or reject' ? [silence] : []), keyField];
}

/**
 * The clause as a promise of another kind: what both kinds have stays, the rest begins as usual.
 *
 * @example
 * turnPromise({ key: 'a', promise: 'first response', within: { business: '1h' } }, 'accept or reject').within
 * // { business: '1h' }
 */
export function turnPromise(clause: PlainRecord, kind: string): PlainRecord {
  const { fields = [], begin = {} } = promiseForms[kind] ?? {};
  const before = promiseForms[textOf(clause.promise)]?.fields ?? [];
  const kept = fields.flatMap(({ at: [name = ''], input }): [string, Plain][] => {
    const value = clause[name];
    const fits = before.some((one) => one.at[0] === name && one.input.kind === input.kind);
    return value === undefined || !fits ? [] : [[name, value]];
  });
  return { key: clause.key ?? 'promise', promise: kind, ...begin, ...Object.fromEntries(kept) };
}

const promises = (side: 'marketing' | 'sales', kinds: readonly string[]): Section => {
  const first = kinds[0] ?? '';
  return {
    id: `${side}-promises`,
    title: side === 'sales' ? 'Promises of Sales' : 'Promises of Marketing',
    group: 'What we promise',
    side,
    lead:
      side === 'sales'
        ? 'What Sales owes Marketing for each lead that it is handed.'
        : 'What Marketing owes Sales: how many, how good, and an answer to every no.',
    path: [`${side}Commits`],
    list: {
      id: 'key',
      noun: 'promise',
      title: ({ promise }) => capitalise(textOf(promise)) || 'A promise',
      blank: (taken) => ({ key: freeKey(first, taken), promise: first, ...promiseForms[first]?.begin }),
    },
    fields: promiseFields,
  };
};

const told = [
  choice('owner', 'Its owner'),
  choice('team-lead', 'Team lead'),
  choice('head-of-sales', 'Head of Sales'),
  choice('head-of-marketing', 'Head of Marketing'),
  choice('sponsor', 'Sponsor'),
  choice('board', 'Board: both heads and the Scoreboard'),
];

export const promiseKinds = { sales: salesPromiseNames, marketing: marketingPromiseNames };

export const promiseSections: readonly Section[] = [
  promises('marketing', marketingPromiseNames),
  promises('sales', salesPromiseNames),
  {
    id: 'values',
    title: 'Lead values',
    group: 'What we promise',
    lead: 'What one lead is worth, frozen for the term. From above: the first that fits counts.',
    path: ['leadValues'],
    list: {
      id: 'key',
      noun: 'value',
      title: ({ key }) => capitalise(textOf(key).replaceAll('-', ' ')),
      blank: (taken) => ({ key: freeKey('value', taken), rate: '1%', average: 10_000, n: 0, asOf: '2026-01-01' }),
    },
    fields: always([
      {
        at: ['when'],
        label: 'For which leads',
        input: { kind: 'condition', without: 'All that come so far' },
        isOptional: true,
      },
      { at: ['rate'], label: 'Become customers', input: { kind: 'share' }, isShort: true },
      { at: ['average'], label: 'Worth on average', input: { kind: 'number', isMoney: true }, isShort: true },
      { at: ['n'], label: 'Counted from', input: { kind: 'number', unit: 'leads', isWhole: true }, isShort: true },
      { at: ['asOf'], label: 'Counted on', input: { kind: 'day' }, isShort: true },
      keyField,
    ]),
  },
  {
    id: 'escalation',
    title: 'Escalation',
    group: 'When it goes wrong',
    lead: 'Who is told when so much of the promised time has passed.',
    path: ['escalation'],
    list: {
      id: 'at',
      noun: 'step',
      title: ({ at }) => `At ${textOf(at)} of the time`,
      blank: (taken) => ({
        at: ['80%', '100%', '150%', '200%', '250%'].find((one) => !taken.includes(one)) ?? '300%',
        tell: ['owner'],
      }),
    },
    fields: always([
      { at: ['at'], label: 'When this much of the time has passed', input: { kind: 'share' }, isShort: true },
      { at: ['tell'], label: 'Told', input: { kind: 'choices', options: told }, isOptional: true },
      {
        at: ['do'],
        label: 'And',
        input: { kind: 'choice', options: [choice('reassign', 'The lead goes to somebody else')] },
        isOptional: true,
        nothing: 'Nothing else happens',
        isShort: true,
      },
    ]),
  },
  {
    id: 'consequences',
    title: 'Consequences',
    group: 'When it goes wrong',
    lead: 'What a side does when it did not keep a promise. It comes up as an action in the next meeting.',
    path: ['consequences'],
    list: {
      id: null,
      noun: 'consequence',
      title: ({ when: given }) => {
        const promise = given && typeof given === 'object' && !Array.isArray(given) ? textOf(given.promise) : '';
        return promise ? `When "${promise}" is not kept` : 'A consequence';
      },
      blank: () => ({
        when: { promise: 'first response', below: '80%', per: 'month' },
        // biome-ignore lint/suspicious/noThenProperty: the word of the agreement's format; no agreement is ever awaited.
        then: '',
        owner: 'head-of-sales',
      }),
    },
    fields: always([
      {
        at: ['when', 'promise'],
        label: 'When the promise',
        input: {
          kind: 'choice',
          options: [...salesPromiseNames, ...marketingPromiseNames].map((name) => choice(name, capitalise(name))),
        },
      },
      {
        at: ['when', 'below'],
        label: 'Is kept in less than',
        input: { kind: 'share' },
        isOptional: true,
        isShort: true,
      },
      {
        at: ['when', 'per'],
        label: 'Of',
        input: { kind: 'choice', options: periodChoices },
        isOptional: true,
        isShort: true,
      },
      { at: ['then'], label: 'Then', input: { kind: 'prose' } },
      { at: ['owner'], label: 'Seen to by', input: { kind: 'choice', options: headChoices }, isShort: true },
    ]),
  },
];
