import { describe, expect, it } from 'vitest';
import { defaultRules } from '../../../src/core/channels/default-rules.ts';
import { linesOf, sayRule } from './rule-words.ts';

describe('a rule in words', () => {
  it('names what must be met', () => {
    const rule = defaultRules.find(({ key }) => key === 'paid-search');
    expect(rule && sayRule(rule)).toBe(
      'the visitor comes from a search engine; and the medium contains "cp", or the medium is "ppc" or "retargeting", or the medium begins with "paid"',
    );
  });

  it('counts what it does not name', () => {
    const values = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    expect(sayRule({ when: [{ any: [{ field: 'source', is: 'equals', values }] }] })).toBe(
      'the source is "a", "b", "c", "d", "e", "f" or 2 more',
    );
  });

  it('reads lists as people type them', () => expect(linesOf(' a \n\nb\na\r\n')).toEqual(['a', 'b']));
});
