import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckContext } from './check-agreement.ts';
import { readAgreement } from './read-agreement.ts';

const example = readFileSync(join(import.meta.dirname, '../../../docs/example-agreement.yaml'), 'utf8');

/** What is found beside the notes on what could not be checked. */
function findProblems(text: string, context: CheckContext = { currency: 'EUR' }) {
  return readAgreement(text, context).problems.filter(({ severity }) => severity !== 'note');
}

function lineOf(text: string, words: string): number {
  expect(text.split(words)).toHaveLength(2);
  return text.slice(0, text.indexOf(words)).split('\n').length;
}

/** [what, the words of the example, what stands in their place, the problem]. The problem is on the line of the words, or on that of others. */
type Fault = [string, string, string, { code: string; path: string; remedy: string; severity?: string; on?: string }];

const faults: Fault[] = [
  [
    'a stage that nobody and nothing enters',
    'key: accepted, name: Accepted, by: sales',
    'key: accepted, name: Accepted',
    {
      code: 'agreement.stage-not-entered',
      path: 'stages[3]',
      remedy: 'Add enter_when: and a condition, or by: sales, marketing or both.',
    },
  ],
  [
    'a stage whose condition contradicts itself',
    'enter_when: { all: [ { field: contact.reachable, op: is, value: true } ] }',
    'enter_when: { all: [ { field: contact.reachable, op: is, value: true }, { field: contact.reachable, op: is, value: false } ] }',
    { code: 'agreement.stage-not-entered', path: 'stages[1].enter_when', remedy: 'Loosen one of the comparisons.' },
  ],
  [
    'a step for a score beyond all scores',
    '{ field: engagement, op: at-least, value: 15 }',
    '{ field: engagement, op: more-than, value: 100 }',
    { code: 'agreement.never-applies', path: 'journey[1].enter_when', remedy: 'Loosen one of the comparisons.' },
  ],
  [
    'a rule that asks for a value twice',
    '{ key: fit-persona, points: 30, when: { all: [ {',
    '{ key: fit-persona, points: 30, when: { all: [ { field: persona, op: not-exists }, {',
    { code: 'agreement.never-applies', path: 'scoring.fit[0].when', remedy: 'Loosen one of the comparisons.' },
  ],
  [
    'a promise behind one that takes all',
    'within: { business: 1h }, when: { all: [ { field: grade, op: in, value: [A1] } ] }',
    'within: { business: 1h }',
    {
      code: 'agreement.never-applies',
      path: 'sales_commits[1]',
      remedy: 'Put it before "respond-a1".',
      on: '{ key: respond,',
    },
  ],
  [
    'a lead value behind one that takes all',
    '{ key: webinar, when: { all: [ { field: segment, op: equals, value: mid-market }, { field: touch.kind, op: equals, value: webinar-attended } ] }, ',
    '{ key: webinar, ',
    {
      code: 'agreement.never-applies',
      path: 'lead_values[2]',
      remedy: 'Put it before "webinar".',
      on: '{ key: other, rate: 1%',
    },
  ],
  [
    'a reason without verdict',
    'name: Wrong or missing contact data, verdict: recycle, ',
    'name: Wrong or missing contact data, ',
    { code: 'agreement.reason-incomplete', path: 'feedback.reasons[3]', remedy: 'Add verdict.' },
  ],
  [
    'a reason without fixer',
    'name: Wrong or missing contact data, verdict: recycle, fixer: data',
    'name: Wrong or missing contact data, verdict: recycle',
    { code: 'agreement.reason-incomplete', path: 'feedback.reasons[3]', remedy: 'Add fixer.' },
  ],
  [
    'attempts that the cap makes impossible',
    'cap: { messages: 3, per: 7d, window: rolling }',
    'cap: { messages: 1, per: 30d, window: rolling }',
    {
      code: 'agreement.attempts-impossible',
      path: 'sales_commits[4]',
      remedy: 'Promise fewer, over a longer time, or loosen the outreach rules.',
      severity: 'warning',
      on: '{ key: attempts,',
    },
  ],
  [
    'attempts that the gap makes impossible',
    'gap: 24h',
    'gap: 9d',
    {
      code: 'agreement.attempts-impossible',
      path: 'sales_commits[4]',
      remedy: 'Promise fewer, over a longer time, or loosen the outreach rules.',
      severity: 'warning',
      on: '{ key: attempts,',
    },
  ],
  [
    'a consequence of something that nobody promises',
    'when: { promise: first response, below: 80%, per: month }',
    'when: { promise: first contact, below: 80%, per: month }',
    {
      code: 'agreement.consequence',
      path: 'consequences[0].when.promise',
      remedy:
        'Write one of: first response, accept or reject, confirm or return, attempts, hand back after the attempts, sales-ready leads, expected value of sales-ready leads, required information delivered, missing information completed, rejected with a reason of, every rejection answered.',
    },
  ],
  [
    'a consequence without a level',
    'when: { promise: first response, below: 80%, per: month }',
    'when: { promise: first response, per: month }',
    {
      code: 'agreement.consequence',
      path: 'consequences[0].when',
      remedy: 'Add below, such as below: 80%, per: month.',
    },
  ],
  [
    'a consequence without a period',
    'when: { promise: first response, below: 80%, per: month }',
    'when: { promise: first response, below: 80% }',
    { code: 'agreement.consequence', path: 'consequences[0].when', remedy: 'Add per, such as below: 80%, per: month.' },
  ],
  [
    'an unknown field',
    'field: account.industry, op: in',
    'field: account.industri, op: in',
    { code: 'agreement.condition', path: 'segments[0].match.all[0].field', remedy: 'Did you mean account.industry?' },
  ],
  [
    'a field of another prefix',
    '{ field: contact.reachable, op: is',
    '{ field: reachable, op: is',
    {
      code: 'agreement.condition',
      path: 'stages[1].enter_when.all[0].field',
      remedy: 'Did you mean contact.reachable?',
    },
  ],
  [
    'an operator of another type',
    'field: account.employees, op: between, value: [50, 1000]',
    'field: account.employees, op: contains, value: 50',
    {
      code: 'agreement.condition',
      path: 'segments[0].match.all[1].op',
      remedy: 'Write one of: equals, not-equals, at-least, at-most, more-than, less-than, between, exists, not-exists.',
    },
  ],
  [
    'a text where a number is asked for',
    'op: between, value: [50, 1000]',
    'op: between, value: ["50", 1000]',
    {
      code: 'agreement.condition',
      path: 'segments[0].match.all[1].value',
      remedy: 'Write a number without quotes, such as 50.',
    },
  ],
  [
    'a range that is upside down',
    'op: between, value: [50, 1000]',
    'op: between, value: [1000, 50]',
    { code: 'agreement.condition', path: 'segments[0].match.all[1].value', remedy: 'Write the smaller end first.' },
  ],
  [
    'a grade that there is not',
    'op: in, value: [A1, A2, A3, B1, B2, C1]',
    'op: in, value: [A1, A2, A3, B1, B2, C5]',
    {
      code: 'agreement.condition',
      path: 'stages[2].enter_when.any[0].value',
      remedy: 'Write one of: A1, A2, A3, A4, B1, B2, B3, B4, C1, C2, C3, C4, D1, D2, D3, D4.',
    },
  ],
  [
    'a persona that there is not',
    'op: in, value: [ops-lead]',
    'op: in, value: [ops-laed]',
    { code: 'agreement.condition', path: 'scoring.fit[0].when.all[0].value', remedy: 'Did you mean ops-lead?' },
  ],
  [
    'a truth that is neither',
    'field: deal.open, op: is, value: true',
    'field: deal.open, op: is, value: yes please',
    { code: 'agreement.condition', path: 'journey[3].enter_when.all[0].value', remedy: 'Write true or false.' },
  ],
  [
    'a required field that there is not',
    'requires: [deal.amount, deal.expected_close]',
    'requires: [deal.amount, deal.expected_closing]',
    {
      code: 'agreement.unknown-field',
      path: 'stages[5].requires[1]',
      remedy: 'Choose a field from the list of fields.',
    },
  ],
  [
    'a name that the format does not have',
    'half_life: 90d, when',
    'halflife: 90d, when',
    { code: 'agreement.unknown-name', path: 'scoring.engagement.rules[0].halflife', remedy: 'Did you mean half_life?' },
  ],
  [
    'a unit that there is not',
    'self_sourced: 90d',
    'self_sourced: 90 days',
    {
      code: 'agreement.value',
      path: 'protection.self_sourced',
      remedy: 'Write one of: m, h, d, w. The form is: 15m, 4h, 30d or 2w.',
    },
  ],
];

it('the example is without a fault', () => {
  expect(findProblems(example)).toEqual([]);
});

describe('a fault that is planted in the example is found alone, at its line:', () => {
  it.each(faults)('%s', (_what, before, after, { severity = 'error', on = before, ...problem }) => {
    expect(findProblems(example.replace(before, after))).toEqual([
      {
        severity,
        ...problem,
        message: expect.stringMatching(/\S.*\.$/),
        line: lineOf(example, on),
        column: expect.any(Number),
      },
    ]);
  });
});

it('a message names what is wrong in the words of the sentences', () => {
  const always = '{ field: contact.reachable, op: is, value: true }';
  const [problem] = findProblems(example.replace(always, `${always}, ${always.replace('true', 'false')}`));
  expect(problem?.message).toBe('This stage can never be entered: reachable cannot be all of this at once.');
});

describe('what depends on more than the text is found alone, at its line:', () => {
  it('another currency than the workspace has', () => {
    expect(findProblems(example, { currency: 'USD' })).toEqual([
      {
        severity: 'error',
        code: 'agreement.other-currency',
        message: 'The agreement is in EUR, the workspace in USD.',
        remedy: 'Write USD and amounts in it.',
        path: 'currency',
        line: lineOf(example, 'currency: EUR'),
        column: 11,
      },
    ]);
  });

  it('more leads than the people can work', () => {
    const minutes = { minutesPerRep: 5000, minutesPerAttempt: 15, minutesPerLead: 30 };
    // 120 leads x (5 x 15 + 30) minutes = 12,600: three people of 5,000 can, two cannot.
    expect(findProblems(example, { capacity: { reps: 3, ...minutes } })).toEqual([]);
    expect(findProblems(example, { capacity: { reps: 2, ...minutes } })).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'agreement.capacity-exceeded',
        remedy: 'Promise fewer leads, fewer attempts, or add people.',
        line: lineOf(example, 'promise: sales-ready leads'),
      }),
    ]);
  });

  it('promises without a calendar: each of those that run by one', () => {
    const without = example.replace(/^calendar:[\s\S]*?\n\n/m, '\n');
    const owed = ['respond-a1', 'respond,', 'decide', 'qualify', 'attempts,', 'complete', 'answer'];
    const lines = owed.map((key) => lineOf(without, `{ key: ${key}`));
    const ofFeedback = ['contest: {', 'arbitrate: {'].map((name) => lineOf(without, name));
    expect(findProblems(without)).toEqual(
      [...lines, ...ofFeedback].map((line) =>
        expect.objectContaining({
          severity: 'error',
          code: 'agreement.no-calendar',
          line,
          remedy: 'Add calendar: with timezone and hours.',
        }),
      ),
    );
  });
});
