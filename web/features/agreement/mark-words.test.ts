import { expect, test } from 'vitest';
import { readAgreement } from '../../../src/core/agreement/read-agreement.ts';
import { describeAgreement } from '../../../src/core/agreement/sentences.ts';
import { fullTemplate } from '../../../src/core/agreement/template-full.ts';
import { markWords } from './mark-words.ts';

const marked = (sentence: string, terms: string[] = []) =>
  markWords(sentence, terms)
    .map(({ kind, text }) => (kind === 'executed' ? `[${text}]` : kind === 'term' ? `<${text}>` : text))
    .join('');

test.each([
  ['Sales answers a lead within 4 business hours.', 'Sales answers a lead within [4 business hours].'],
  [
    'Marketing delivers leads worth at least EUR 250,000 each month.',
    'Marketing delivers leads worth [at least EUR 250,000] [each month].',
  ],
  ['A lead is sales-ready when its grade is A1, A2 or C1.', 'A lead is sales-ready when its grade is [A1, A2 or C1].'],
  ['Sales answers a lead of grade B1 or B2.', 'Sales answers a lead of [grade B1 or B2].'],
  ['Sales answers a lead of grade A1.', 'Sales answers a lead of [grade A1].'],
  ['A clause about Web2 is no figure.', 'A clause about Web2 is no figure.'],
  ['Fit is A from 75, B from 50 and C from 25 of 100.', 'Fit is [A from 75], [B from 50] and [C from 25] of [100].'],
  ['A page view under /pricing adds 15 points.', 'A page view under [/pricing] adds [15 points].'],
  ['Clocks run by the time of Europe/Berlin.', 'Clocks run by the time of [Europe/Berlin].'],
  ['Its number of employees is from 50 to 1,000.', 'Its number of employees is [from 50 to 1,000].'],
  [
    'When 80 % of the time has passed, both heads are told.',
    'When [80 %] of the time has passed, [both heads] are told.',
  ],
])('what is executed in "%s"', (sentence, expected) => {
  expect(marked(sentence)).toBe(expected);
});

test('a word of the common language is marked once in a sentence, the longer one first, in its plural, too', () => {
  const terms = ['Lead', 'Sales-ready lead'];
  expect(marked('Sales-ready leads are leads; a lead may go back.', terms)).toBe(
    '<Sales-ready leads> are <leads>; a lead may go back.',
  );
  expect(marked('Misleading leaders', terms)).toBe('Misleading leaders');
  expect(marked('A lead; its challenge: Lead the way.', terms)).toBe('A lead; its challenge: Lead the way.');
});

test('words with the letters of patterns are words', () => {
  expect(marked('We call it C++ (new).', ['C++ (new)'])).toBe('We call it <C++ (new)>.');
});

test('marking never changes what a sentence says', () => {
  const { agreement } = readAgreement(fullTemplate);
  for (const { text } of agreement ? describeAgreement(agreement) : []) {
    expect(
      markWords(text, ['Lead', 'Customer'])
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  }
});
