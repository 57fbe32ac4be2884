/** Why a lead is sent back and who answers, one conversation with the customer, credit, plan, KPIs and meetings. */
import { kpiNames } from '../../../src/core/agreement/kpi-ids.ts';
import { creditModels } from '../../../src/core/agreement/schema-clauses.ts';
import { sayFixer } from '../../../src/core/agreement/sentence-clauses.ts';
import { capitalise } from '../../../src/core/agreement/sentence-words.ts';
import { always, choice, type Field, headChoices, keyField, nameField, type Section, textOf } from './clause-fields.ts';
import { freeKey } from './draft-source.ts';

const fixers = ['targeting', 'scoring', 'data', 'timing', 'process'].map((fixer) =>
  choice(fixer, capitalise(sayFixer(fixer))),
);
const answerers = [
  choice('campaign.owner', 'Owner of the campaign'),
  choice('owner', 'Owner of the lead'),
  choice('team-lead', 'Team lead'),
  ...headChoices,
  choice('sponsor', 'Sponsor'),
  choice('revops', 'RevOps'),
];
const verdicts = [
  choice('recycle', 'Back to Marketing for later'),
  choice('disqualify', 'Out for good'),
  choice('not-a-lead', 'Never was a lead'),
  choice('attach', 'Joins what is already being worked'),
];
const kpiChoices = Object.entries(kpiNames).map(([id, name]) => choice(id, capitalise(name)));
const models = creditModels.map((model) => choice(model, capitalise(model.replaceAll('-', ' '))));
const answers: readonly Field[] = fixers.map(({ value, label }) => ({
  at: ['answers', value],
  label: `${label}: answered by`,
  input: { kind: 'choice', options: answerers },
  isOptional: true,
  isShort: true,
}));

const feedbackBegin = {
  verdicts: ['accept', 'recycle', 'disqualify', 'not-a-lead', 'attach'],
  reasons: [],
};

export const feedbackSections: readonly Section[] = [
  {
    id: 'reasons',
    title: 'Feedback reasons',
    group: 'When it goes wrong',
    lead: 'Why Sales may send a lead back. Each says what becomes of the person and what it points to.',
    path: ['feedback', 'reasons'],
    list: {
      id: 'key',
      noun: 'reason',
      title: ({ name, key }) => textOf(name) || textOf(key),
      blank: (taken) => ({
        key: freeKey('reason', taken),
        name: 'New reason',
        verdict: 'recycle',
        wakeUp: '90d',
        fixer: 'timing',
      }),
    },
    fields: always([
      nameField,
      {
        at: ['verdict'],
        label: 'The person',
        input: { kind: 'choice', options: [...verdicts, choice('chosen', 'As the rep chooses each time')] },
        isOptional: true,
        isShort: true,
      },
      {
        at: ['wakeUp'],
        label: 'Comes back after',
        input: { kind: 'duration' },
        isOptional: true,
        shows: ({ verdict }) => verdict === 'recycle' || verdict === 'chosen',
        isShort: true,
      },
      {
        at: ['fixer'],
        label: 'It points to',
        help: 'Decides who must answer.',
        input: { kind: 'choice', options: fixers },
        isOptional: true,
        isShort: true,
      },
      {
        at: ['onlyAfter'],
        label: 'May be given',
        input: { kind: 'choice', options: [choice('attempts', 'Only after the promised attempts')] },
        isOptional: true,
        nothing: 'At any time',
        isShort: true,
      },
      { at: ['textRequired'], label: 'The rep writes why', input: { kind: 'bool' }, isOptional: true, usual: false },
      {
        at: ['by'],
        label: 'Given by',
        input: { kind: 'choice', options: [choice('rule', 'Baton by its rules, nobody else')] },
        isOptional: true,
        nothing: 'The rep',
        isShort: true,
      },
      keyField,
    ]),
  },
  {
    id: 'answers',
    title: 'Answers',
    group: 'When it goes wrong',
    lead: 'Who answers a rejection, and how the two sides settle one that they see differently.',
    path: ['feedback'],
    begin: feedbackBegin,
    fields: always([
      ...answers,
      {
        at: ['contest', 'within'],
        label: 'Marketing contests a rejection within',
        input: { kind: 'business-time' },
        isOptional: true,
        isShort: true,
      },
      {
        at: ['contest', 'once'],
        label: 'Only once',
        input: { kind: 'bool' },
        isOptional: true,
        usual: true,
        shows: ({ contest }) => contest !== undefined,
        isShort: true,
      },
      {
        at: ['arbitrate', 'by'],
        label: 'A contested one is settled by',
        input: { kind: 'choices', options: headChoices },
        isOptional: true,
        isShort: true,
      },
      {
        at: ['arbitrate', 'within'],
        label: 'Within',
        input: { kind: 'business-time' },
        isOptional: true,
        isShort: true,
      },
      {
        at: ['arbitrate', 'deadlock'],
        label: 'When they cannot agree, the rejection is',
        input: { kind: 'choice', options: [choice('upheld', 'Upheld'), choice('overturned', 'Overturned')] },
        isOptional: true,
        usual: 'upheld',
        shows: ({ arbitrate }) => arbitrate !== undefined,
        isShort: true,
      },
      {
        at: ['verdicts'],
        label: 'What Sales can decide',
        input: { kind: 'choices', options: [choice('accept', 'Accept'), ...verdicts] },
      },
    ]),
  },
  {
    id: 'outreach',
    title: 'Outreach',
    group: 'How we meet',
    lead: 'One conversation with the customer, whoever of us sends.',
    path: ['outreach'],
    begin: { cap: { messages: 3, per: '7d' }, gap: '24h', quietHours: '20:00-08:00' },
    fields: always([
      {
        at: ['cap', 'messages'],
        label: 'At most',
        input: { kind: 'number', unit: 'messages', isWhole: true },
        isOptional: true,
        isShort: true,
      },
      { at: ['cap', 'per'], label: 'In', input: { kind: 'duration' }, isOptional: true, isShort: true },
      {
        at: ['cap', 'window'],
        label: 'Counted',
        input: {
          kind: 'choice',
          options: [choice('rolling', 'Back from each moment'), choice('calendar-day', 'By days of the calendar')],
        },
        isOptional: true,
        usual: 'rolling',
        shows: ({ cap }) => cap !== undefined,
        isShort: true,
      },
      { at: ['gap'], label: 'Apart by at least', input: { kind: 'duration' }, isOptional: true, isShort: true },
      {
        at: ['quietHours'],
        label: 'Nothing is sent',
        help: "In the person's time zone.",
        input: { kind: 'quiet-hours' },
        isOptional: true,
        isShort: true,
      },
      {
        at: ['holdMarketingWhile'],
        label: 'Marketing holds its messages while there is',
        input: {
          kind: 'choices',
          options: [
            choice('open-deal', 'An open deal'),
            choice('accepted', 'An accepted lead'),
            choice('sales-sequence', 'A sequence of Sales'),
          ],
        },
        isOptional: true,
      },
      {
        at: ['accountableBeforeLaunch'],
        label: 'A campaign names who does what before it starts',
        input: { kind: 'bool' },
        isOptional: true,
        usual: false,
      },
    ]),
  },
  {
    id: 'credit',
    title: 'Credit',
    group: 'How we meet',
    lead: 'How a won deal is shared among the touches that led to it.',
    path: ['credit'],
    begin: { model: 'w-shaped', lookback: '180d' },
    fields: always([
      { at: ['model'], label: 'Shared by', input: { kind: 'choice', options: models }, isShort: true },
      { at: ['lookback'], label: 'Touches of the last', input: { kind: 'duration' }, isShort: true },
      {
        at: ['level'],
        label: 'Of',
        input: {
          kind: 'choice',
          options: [choice('account', 'Everybody at the company'), choice('contact', 'The person alone')],
        },
        isOptional: true,
        usual: 'account',
        isShort: true,
      },
      {
        at: ['halfLife'],
        label: 'Worth half after, with time decay',
        input: { kind: 'duration' },
        isOptional: true,
        usual: '7d',
        isShort: true,
      },
      {
        at: ['markovOrder'],
        label: 'Order of the Markov model',
        input: { kind: 'number', isWhole: true },
        isOptional: true,
        usual: 1,
        isShort: true,
      },
      {
        at: ['compareWith'],
        label: 'Compared with',
        input: { kind: 'choices', options: models },
        isOptional: true,
      },
    ]),
  },
  {
    id: 'plan',
    title: 'Plan',
    group: 'How we meet',
    lead: 'The revenue from which the promised number and value of leads follow.',
    path: ['plan'],
    begin: { quota: '1000000 per quarter', marketingShare: '50%' },
    fields: always([
      { at: ['quota'], label: 'Quota', input: { kind: 'amount-per' } },
      { at: ['marketingShare'], label: "Marketing's share", input: { kind: 'share' }, isShort: true },
      {
        at: ['confidence'],
        label: 'Planned so that it holds in',
        input: {
          kind: 'choice',
          options: [50, 60, 70, 80, 90, 95].map((share) => choice(`P${share}`, `${share} of 100 cases`)),
        },
        isOptional: true,
        usual: 'P50',
        isShort: true,
      },
    ]),
  },
  {
    id: 'kpis',
    title: 'KPIs',
    group: 'How we meet',
    lead: 'The figures that both sides look at: one number, two lenses.',
    path: ['kpis'],
    list: {
      id: 'id',
      noun: 'KPI',
      title: ({ id }) => kpiChoices.find(({ value }) => value === id)?.label ?? textOf(id),
      blank: (taken) => ({ id: kpiChoices.find(({ value }) => !taken.includes(value))?.value ?? 'mqls' }),
    },
    fields: always([
      { at: ['id'], label: 'Figure', input: { kind: 'choice', options: kpiChoices } },
      { at: ['target'], label: 'Should reach', input: { kind: 'target' }, isOptional: true },
      { at: ['pair'], label: 'Seen beside', input: { kind: 'choice', options: kpiChoices }, isOptional: true },
      {
        at: ['from'],
        label: 'From stage',
        input: { kind: 'clause-key', of: 'stages' },
        isOptional: true,
        isShort: true,
      },
      { at: ['to'], label: 'To stage', input: { kind: 'clause-key', of: 'stages' }, isOptional: true, isShort: true },
    ]),
  },
  {
    id: 'meetings',
    title: 'Meetings',
    group: 'How we meet',
    lead: 'When both sides meet. The agenda writes itself from what was and was not kept.',
    path: ['meetings'],
    list: {
      id: 'key',
      noun: 'meeting',
      title: ({ name, key }) => textOf(name) || textOf(key),
      blank: (taken) => ({
        key: freeKey('meeting', taken),
        name: 'New meeting',
        every: 'Monday 09:30',
        minutes: 30,
        invite: ['marketing', 'sales'],
      }),
    },
    fields: always([
      nameField,
      { at: ['every'], label: 'Every', input: { kind: 'recurrence' } },
      { at: ['minutes'], label: 'For', input: { kind: 'number', unit: 'minutes', isWhole: true }, isShort: true },
      {
        at: ['invite'],
        label: 'With',
        input: {
          kind: 'choices',
          options: [
            choice('marketing', 'Marketing'),
            choice('sales', 'Sales'),
            choice('heads', 'Both heads'),
            choice('team-leads', 'Team leads'),
            choice('sponsor', 'Sponsor'),
          ],
        },
      },
      keyField,
    ]),
  },
];
