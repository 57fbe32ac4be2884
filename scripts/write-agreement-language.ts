import { readFileSync, writeFileSync } from 'node:fs';
import {
  parseAmountPer,
  parseCountPer,
  parseOpenCap,
  parsePeopleRange,
  parseShare,
  parseTarget,
} from '../src/core/agreement/amount.ts';
import { parseDestination } from '../src/core/agreement/destination.ts';
import { parseBusinessDuration, parseDuration, parseHalfLife } from '../src/core/agreement/duration.ts';
import { fieldDefinitions, touchKinds } from '../src/core/agreement/fields.ts';
import { parseMoment } from '../src/core/agreement/moment.ts';
import { type Arity, arityOf, fieldTypes, type Operator, operatorsByType } from '../src/core/agreement/operators.ts';
import { parseQuietHours, parseRecurrence } from '../src/core/agreement/recurrence.ts';
import {
  clockOfPromise,
  marketingPromiseNames,
  responses,
  salesPromiseNames,
} from '../src/core/agreement/schema-promises.ts';
import { SpanText } from '../src/core/calendar/schema.ts';

/** Writes docs/agreement-language.md from the lists in code; with --check it only says whether the file is still true. */
const file = new URL('../docs/agreement-language.md', import.meta.url);

/** Where the values of a field come from: by its name, else by what stands before its first dot. */
const origins: Record<string, string> = {
  contact: 'the contact',
  'contact.email_domain': 'the e-mail address',
  'contact.lists': 'lists that have the contact',
  'contact.reachable': 'an e-mail address or phone number that has not bounced and is not opted out',
  'contact.custom.*': "the contact's own field of that key, with the type it has there",
  'consent.*': 'the consents, by purpose; unknown where there is none. `contact.consent.*` is the same',
  account: "the contact's account",
  'account.lists': 'lists that have the account',
  'account.custom.*': "the account's own field of that key, with the type it has there",
  persona: 'the first persona of the agreement that matches',
  segment: 'the first segment of the agreement that matches',
  stage: 'the stage at which the contact is',
  journey_step: 'the step of the journey at which the contact is',
  grade: 'fit and engagement, by the thresholds of the agreement: A1 is best, D4 is least',
  'grade.fit': 'the letter of the grade',
  'grade.engagement': 'the digit of the grade',
  fit: 'the fit rules of the agreement, 0 to 100',
  engagement: 'the engagement rules of the agreement, 0 to 100',
  cycle: 'which pass through the lead stages the contact is in',
  days_since_last_touch: 'the last touch: whole days until now, never below 0',
  touches: 'all touches of the contact',
  touch: 'a touch of the contact',
  'touch.prop.*': 'the property of that key; its type is that of the value it is compared with',
  deal: "the contact's open deal, else the one closed last",
  'deal.open': 'the same deal: neither won nor lost',
  confirm: 'what Sales confirmed in the latest handoff',
};

const meanings: Record<Operator, string> = {
  equals: 'is the same',
  'not-equals': 'is there and not the same',
  in: 'is one of the list',
  'not-in': 'is there and none of the list',
  contains: 'has the text somewhere in it',
  'starts-with': 'begins with the text',
  'ends-with': 'ends with the text',
  'matches-any': 'has one of the phrases in it as whole words: coo does not match Coordinator',
  exists: 'is there',
  'not-exists': 'is missing: the only one that what is missing meets',
  'is-free-mailbox': 'is an address that anybody can have for nothing',
  'is-disposable': 'is an address made to be thrown away',
  'at-least': 'is the number or more',
  'at-most': 'is the number or less',
  'more-than': 'is more than the number',
  'less-than': 'is less than the number',
  between: 'lies between both, both included; of days the whole last day',
  is: 'is true, or is false',
  before: 'lies before the day begins, or before the instant',
  after: 'lies after the day has ended, or after the instant',
  'within-last': 'lies between so long ago and now',
  'older-than': 'lies so long ago or longer',
  'includes-any': 'has one of the list',
  'includes-all': 'has all of the list',
};
const arities: Record<Arity, string> = { nothing: 'no value', one: 'one value', list: 'a list', two: 'two values' };

type Grammar = { name: string; words: string; examples: readonly string[]; parse: (text: string) => unknown };
const grammars: readonly Grammar[] = [
  {
    name: 'duration',
    words: 'a whole number and m, h, d or w: minutes, hours, days of 24 hours, weeks',
    examples: ['15m', '4h', '30d', '2w'],
    parse: parseDuration,
  },
  {
    name: 'half-life',
    words: 'a duration after which points are worth half, or never for points that do not decay',
    examples: ['14d', 'never'],
    parse: parseHalfLife,
  },
  {
    name: 'business time',
    words:
      'minutes or hours while the calendar is open, written `{ business: 4h }`; for days `{ business_days: 2 }`, due at the close of the last of them',
    examples: ['90m', '4h'],
    parse: parseBusinessDuration,
  },
  { name: 'share', words: 'a number and %', examples: ['80%', '7.5%'], parse: parseShare },
  {
    name: 'amount per period',
    words: 'a number, per, and week, month, quarter or year; promises write it as `at_least: 120, per: month`',
    examples: ['250000 per month', '120 per week'],
    parse: parseAmountPer,
  },
  {
    name: 'count per duration',
    words: 'a whole number, per, and a duration',
    examples: ['3 per 365d'],
    parse: parseCountPer,
  },
  {
    name: 'open cap',
    words: 'how many handoffs somebody may have that are offered or accepted and have no deal',
    examples: ['15 open'],
    parse: parseOpenCap,
  },
  {
    name: 'people',
    words: 'a number of people, or the least and the most',
    examples: ['3 to 5', '1'],
    parse: parsePeopleRange,
  },
  {
    name: 'target',
    words: 'what a figure should reach: a share, a duration, an amount, or an amount per period',
    examples: ['90%', '45d', '6000', '250000 per month'],
    parse: parseTarget,
  },
  {
    name: 'span',
    words: 'two times of a day in quotes; the second may go up to 30:00 for a night shift',
    examples: ['09:00-12:30', '22:00-30:00'],
    parse: (text) => SpanText.parse(text),
  },
  {
    name: 'quiet hours',
    words: 'two times of a day in quotes; over midnight where the second is earlier',
    examples: ['20:00-08:00'],
    parse: parseQuietHours,
  },
  {
    name: 'recurring time',
    words: 'a weekday and a time; with first, second, third, fourth or last the one of each month, or of each quarter',
    examples: ['Monday 09:30', 'first Tuesday 14:00', 'first Thursday of quarter 14:00'],
    parse: parseRecurrence,
  },
  {
    name: 'day or instant',
    words: 'a day, or a day and a time; without an offset in the zone of the calendar',
    examples: ['2026-10-01', '2026-10-01T08:00', '2026-10-01T08:00+02:00'],
    parse: parseMoment,
  },
  {
    name: 'destination',
    words: 'to whom a lead goes: the owner of the account or of the contact, a team, or a member',
    examples: ['account.owner', 'contact.owner', 'team:inbound', 'member:ana'],
    parse: parseDestination,
  },
];
// An example that its parser refuses ends the script here.
for (const { examples, parse } of grammars) for (const example of examples) parse(example);

const code = (text: string) => `\`${text}\``;
const list = (texts: readonly string[]) => texts.map(code).join(', ');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function originOf(name: string): string {
  const origin = origins[name] ?? origins[name.split('.')[0] as string];
  if (origin === undefined) throw new Error(`Say where ${name} comes from: scripts/write-agreement-language.ts.`);
  return origin;
}

const fields = fieldDefinitions.map(({ name, type, label, choices, choicesFrom, changesWithTime }) => {
  const own = name.startsWith('consent.') ? type : 'its own';
  const values = choices ? ` (${choices.length > 4 ? `${choices[0]} to ${choices.at(-1)}` : choices.join(', ')})` : '';
  const kind = `${name.endsWith('*') ? own : type}${values}${choicesFrom ? ` (keys of ${choicesFrom.replace('journey', 'the journey')})` : ''}`;
  return [
    code(name),
    kind,
    label || 'its key',
    `${originOf(name)}${changesWithTime ? '; changes as time passes' : ''}`,
  ];
});
const operators = [...new Set(Object.values(operatorsByType).flat())];
const promises = [
  ...salesPromiseNames.map((name) => ['Sales', name] as const),
  ...marketingPromiseNames.map((name) => ['Marketing', name] as const),
].map(([side, name]) => {
  const clock = Object.hasOwn(clockOfPromise, name) ? clockOfPromise[name as keyof typeof clockOfPromise] : undefined;
  return [code(name), side, clock ? `the clock ${code(clock)}` : 'what happened in a period'];
});

const text = `# The language of agreements

<!-- Written by scripts/write-agreement-language.ts from the lists in code. Change those, then run the script. -->

What may stand in an agreement beside plain words: the fields and operators of conditions, the little grammars of values, the
promises, and the kinds of touch. The lists are those of the code that reads agreements.

## Conditions

A comparison is a field, an operator and, for most operators, a value: \`{ field: account.employees, op: at-least, value: 50 }\`.
A condition is a group of comparisons and further groups: \`all\` holds when each does, \`any\` when one does, \`none\` when none
does.

- What is missing makes every comparison false but \`not-exists\`. Missing is nothing, a text without a visible character, and an
  empty list.
- Texts compare without regard to capitals, to spaces at their ends or several in a row, and to ways of writing the same
  letter; accents count.
- All touch fields within the innermost \`all\` speak of the same touch. A \`none\` starts afresh. Outside of an \`all\` each speaks
  of any touch.
- Money is written in whole units of the agreement's currency. A day stands for the whole day in the zone of the calendar.

## Fields

A \`*\` stands for a key. The type says which operators a field has. \`requires\` names fields of the same list.

${table(['field', 'type', 'in sentences', 'comes from'], fields)}

## Operators by type

${table(
  ['type', 'operators'],
  fieldTypes.map((type) => [type, list(operatorsByType[type])]),
)}

${table(
  ['operator', 'takes', 'true when the value'],
  operators.map((operator) => [code(operator), arities[arityOf(operator)], meanings[operator]]),
)}

## Little grammars

${table(
  ['value', 'form', 'examples'],
  grammars.map(({ name, words, examples }) => [name, words, list(examples)]),
)}

## Promises

A promise with a clock has a \`level\`, the share of its clocks to keep in a period: 90 % unless it says otherwise. A
\`first response\` may say \`kept_by\`: ${responses.map((one) => `\`${one}\``).join(' (as without it) or ')}.

${table(['promise', 'of', 'is judged by'], promises)}

## Kinds of touch

Baton records these itself; an import may bring others, which conditions compare in the same way.

${list(touchKinds)}

## What a text may not have

A text is at most 1,000,000 characters of YAML in one document, and it says itself what it says: no aliases, no merges (\`<<\`), no
tags, no tabs that indent, no name twice. Names and words are plain text without markup. Each problem has line, column, path
(\`stages[2].enter_when\`) and a remedy; where the YAML itself is broken, only that is told.

## Edits by place

\`PATCH /api/agreements/:versionId\` takes \`edits\` beside a whole \`source\`: \`set\` a value, \`remove\` one, \`add\` to a list, \`move\`
within one. A path has names and, in lists, a place from 0 or the clause's key (term of a word, domain of a company, id of a KPI):
\`{ op: set, path: [sales_commits, respond, within], value: { business: 2h } }\`. Comments and everything else stay as written.
`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/agreement-language.md is not what the code says. Run: node scripts/write-agreement-language.ts');
  process.exit(1);
}
