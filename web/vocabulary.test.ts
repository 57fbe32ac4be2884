import { expect, test } from 'vitest';
import { canonicalText } from '../src/core/agreement/canonical-text.ts';
import { readAgreement } from '../src/core/agreement/read-agreement.ts';
import type { Agreement } from '../src/core/agreement/schema.ts';
import { fullTemplate } from '../src/core/agreement/template-full.ts';
import { nameOf, readVocabulary } from './vocabulary.ts';

const example = readAgreement(fullTemplate).agreement as Agreement;

test('the words of a whole agreement are read from the text that is signed', () => {
  const words = readVocabulary(canonicalText(example));
  for (const kind of ['stages', 'journey', 'personas', 'segments'] as const) {
    expect(words[kind].map(({ key, name }) => [key, name])).toEqual(example[kind].map(({ key, name }) => [key, name]));
  }
  const owners = Object.fromEntries(words.stages.map(({ key, department }) => [key, department]));
  expect(owners).toMatchObject({ subscriber: 'marketing', accepted: 'sales' });
});

test('without an agreement there are no words, and a key stands for itself', () => {
  const { stages } = readVocabulary(null);
  expect(nameOf(stages, 'not-a-lead')).toBe('Not a lead');
});
