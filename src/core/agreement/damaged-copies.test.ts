import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAgreement } from './read-agreement.ts';

const example = readFileSync(join(import.meta.dirname, '../../../docs/example-agreement.yaml'), 'utf8');

function lineOf(text: string, words: string): number {
  expect(text.split(words)).toHaveLength(2);
  return text.slice(0, text.indexOf(words)).split('\n').length;
}

/** [what, the damaged copy, the first problem]. Each is refused: it can be kept as a draft, and never be proposed. */
const damaged: [string, string, { path: string; line: number; message: RegExp; remedy: RegExp }][] = [
  ...(
    [
      [
        'an unknown field',
        'field: contact.title, op: matches-any',
        'field: contact.titel, op: matches-any',
        'personas[0].match.all[0].field',
        /no field/,
        /Did you mean contact.title/,
      ],
      ['an unknown name', 'sponsor: optional', 'sponser: optional', 'sponser', /no "sponser"/, /Did you mean sponsor/],
      [
        'a number as a word',
        'points: 30,',
        'points: thirty,',
        'scoring.fit[0].points',
        /not a number/,
        /without quotes/,
      ],
      [
        'a word where a list is',
        'prefers: [email, webinar]',
        'prefers: email',
        'personas[0].prefers',
        /not a list/,
        /in brackets/,
      ],
      [
        'a list where a text is',
        'name: Mid-market manufacturing',
        'name: [Mid, market]',
        'segments[0].name',
        /not a text/,
        /quotes/,
      ],
      [
        'an impossible stage',
        'from: qualified, to: customer',
        'from: qualified, to: costumer',
        'kpis[5].to',
        /no stage "costumer"/,
        /Did you mean customer/,
      ],
      [
        'grade edges that do not descend',
        'fit: { A: 75, B: 50, C: 25 }',
        'fit: { A: 75, B: 75, C: 25 }',
        'scoring.grade.fit',
        /out of order/,
        /A is above B/,
      ],
      [
        'engagement edges upside down',
        'engagement: { 1: 75, 2: 50, 3: 25 }',
        'engagement: { 1: 25, 2: 50, 3: 75 }',
        'scoring.grade.engagement',
        /out of order/,
        /1 is above 2/,
      ],
      ['a clause key twice', 'key: decide,', 'key: respond,', 'sales_commits[2].key', /stands here twice/, /Keep one/],
      ['a name twice', 'currency: EUR', 'currency: EUR\ncurrency: EUR', 'currency', /stands here twice/, /Keep one/],
      [
        'a script in a name',
        'name: Mid-market manufacturing',
        'name: <script>alert(1)</script>',
        'segments[0].name',
        /markup/,
        /plain text/,
      ],
      [
        'a script in a word',
        'term: Tire kicker',
        'term: "<img src=x onerror=alert(1)>"',
        'vocabulary[2].term',
        /markup/,
        /plain text/,
      ],
      [
        'a control character',
        'name: Mid-market manufacturing',
        'name: "Mid\\u0007market"',
        'segments[0].name',
        /control characters/,
        /Correct/,
      ],
      [
        'an alias',
        'self_sourced: 90d',
        'self_sourced: *other',
        'protection.self_sourced',
        /References|alias/,
        /Write out|Check/,
      ],
      [
        'an anchor that is used',
        'marketing_share: 60%, confidence: P80',
        'marketing_share: &s 60%, confidence: *s',
        'plan.confidence',
        /References/,
        /Write out/,
      ],
      [
        'a merge of maps',
        'protection: { self_sourced: 90d }',
        'protection: { <<: { self_sourced: 90d } }',
        'protection',
        /no name/,
        /Write a name/,
      ],
      ['a tag', 'name: Inbound', 'name: !!js/function Inbound', 'name', /Tags/, /exclamation mark/],
      ['a tab that indents', '  timezone: Europe/Berlin', '\ttimezone: Europe/Berlin', 'calendar', /tab/i, /spaces/],
      ['an open bracket', 'holidays: DE-BE', 'holidays: [DE-BE', 'calendar.closed', /YAML/, /brackets/],
      ['a prototype', 'currency: EUR', 'currency: EUR\n__proto__: { x: 1 }', '', /no name/, /Write a name/],
      ['a second document', 'kpis:', '---\nkpis:', 'plan.confidence', /several documents/, /remove the line/],
      [
        'a group without a comparison',
        '{ all: [ { field: contact.reachable, op: is, value: true } ] }',
        '{ all: [] }',
        'stages[1].enter_when.all',
        /empty/,
        /Write/,
      ],
    ] as [string, string, string, string, RegExp, RegExp][]
  ).map(([what, before, after, path, message, remedy]): (typeof damaged)[number] => {
    // What follows a line that was put in, and what only the next line shows to be wrong.
    const extra = /^(currency: EUR\n|holidays: \[)/.test(after) ? 1 : 0;
    const line = lineOf(example, before) + extra;
    return [what, example.replace(before, after), { path, line, message, remedy }];
  }),
  [
    'an empty calendar',
    example.replace(/^ {2}hours: .*$/m, '  hours: {}'),
    { path: 'calendar.hours', line: 11, message: /ever open/, remedy: /hours/ },
  ],
  [
    'a megabyte of text',
    `${example}# ${'x'.repeat(1_000_000)}`,
    { path: '', line: 1, message: /too long/, remedy: /1,000,000/ },
  ],
  [
    'a bomb of aliases',
    `${example}a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [${'*a, '.repeat(9)}]\nc: &c [${'*b, '.repeat(9)}]\nd: [${'*c, '.repeat(9)}]\n`,
    { path: 'a', line: example.split('\n').length, message: /no "a"/, remedy: /Remove it/ },
  ],
  [
    'brackets without an end',
    `${example}x: ${'['.repeat(20_000)}\n`,
    { path: expect.any(String), line: expect.any(Number), message: /YAML|deep|no "x"/, remedy: /\S/ },
  ],
];

describe('a damaged copy is refused with line, path and remedy:', () => {
  it.each(damaged)('%s', (_what, text, { path, line, message, remedy }) => {
    const { valid, problems } = readAgreement(text, { currency: 'EUR' });
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(valid).toBe(false);
    expect(errors[0]).toMatchObject({ path, line, column: expect.any(Number) });
    expect(errors[0]?.message).toMatch(message);
    expect(errors[0]?.remedy).toMatch(remedy);
    expect(errors.length).toBeLessThan(60);
  });
});
