import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimalTemplate } from '../../../src/core/agreement/template-minimal.ts';
import { freeKey, insertAt, moveAt, readDraft, replaceAt, setAt, valueAt, yamlAt } from './draft-source.ts';

const commented = `# The whole.
name: Europe # for now
stages:
  # What we begin with.
  - { key: lead, name: Lead, enter_when: created } # everybody
  - key: qualified # our word
    name: Ready
    enter_when: { all: [ { field: grade, op: exists } ] }
scoring:
  grade: { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } }
outreach: { cap: { messages: 3, per: 7d } }
`;
const dataOf = (text: string) => readDraft(text).data ?? {};
const comments = ['# The whole.', '# for now', '# What we begin with.', '# everybody', '# our word'];
const keepsComments = (text: string) => comments.filter((one) => !text.includes(one));

describe('a change of a draft', () => {
  it('keeps every comment and all that it is not about', () => {
    const texts = [
      setAt(commented, ['name'], 'Asia'),
      setAt(commented, ['stages', 1, 'name'], 'Sales-ready lead'),
      setAt(commented, ['stages', 1, 'enterWhen', 'all'], [{ field: 'fit', op: 'at-least', value: 50 }]),
      setAt(commented, ['stages', 0, 'by'], 'sales'),
      setAt(commented, ['scoring', 'grade', 'engagement', '1'], 80),
      insertAt(commented, ['stages'], 2, { key: 'won', name: 'Won', by: 'sales' }),
      insertAt(commented, ['meetings'], 0, { key: 'weekly', name: 'Weekly', every: 'Monday 09:30' }),
      moveAt(commented, ['stages'], 0, 1),
    ];
    for (const text of texts) expect(keepsComments(text), text).toEqual([]);
    expect(texts[4]).toContain('engagement: { 1: 80, 2: 50, 3: 25 }');
    expect(valueAt(dataOf(texts[7] ?? ''), ['stages', 1, 'key'])).toBe('lead');
  });

  it('begins a group with its first value, and takes it away with its last', () => {
    const begun = setAt(commented, ['feedback', 'contest', 'within'], { businessDays: 3 });
    expect(dataOf(begun).feedback).toEqual({ contest: { within: { businessDays: 3 } } });
    const one = setAt(commented, ['outreach', 'cap', 'messages'], undefined);
    expect(dataOf(one).outreach).toEqual({ cap: { per: '7d' } });
    expect(dataOf(setAt(one, ['outreach', 'cap', 'per'], undefined)).outreach).toEqual({});
  });

  it('writes any text so that it is read back the same', () => {
    const places = [['name'], ['stages', 0, 'name'], ['stages', 1, 'name'], ['sponsor']] as const;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom(...places), (text, place) => {
        const changed = setAt(commented, place, text);
        expect(valueAt(dataOf(changed), place)).toBe(text);
        expect(keepsComments(changed)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves a text that is no YAML as it is', () => {
    const broken = 'name: [Europe\n';
    expect(readDraft(broken).data).toBeNull();
    expect(readDraft(broken).problems[0]?.position.line).toBeGreaterThan(0);
    expect(setAt(broken, ['name'], 'Asia')).toBe(broken);
    expect(insertAt(broken, ['stages'], 0, {})).toBe(broken);
  });
});

describe('the YAML of one clause', () => {
  it('is shown alone and put back with its comments', () => {
    const alone = yamlAt(commented, ['stages', 1]);
    expect(alone).toContain('key: qualified # our word');
    const result = replaceAt(commented, ['stages', 1], alone.replace('name: Ready', 'name: Hot # new'));
    const text = 'text' in result ? result.text : '';
    expect(keepsComments(text)).toEqual([]);
    expect(text).toContain('# new');
    expect(valueAt(dataOf(text), ['stages', 1, 'name'])).toBe('Hot');
  });

  it('changes nothing when it is put back as it is', () => {
    const { stages } = dataOf(minimalTemplate);
    for (let index = 0; index < (Array.isArray(stages) ? stages.length : 0); index += 1) {
      const result = replaceAt(minimalTemplate, ['stages', index], yamlAt(minimalTemplate, ['stages', index]));
      expect('text' in result && dataOf(result.text)).toEqual(dataOf(minimalTemplate));
    }
  });

  it('says where it cannot be read, and does not touch the draft', () => {
    expect(replaceAt(commented, ['stages', 0], 'key: lead\nname: [Lead\n')).toMatchObject({
      problem: { position: { line: expect.any(Number) }, remedy: expect.any(String) },
    });
    expect(replaceAt(commented, ['stages', 0], '')).toMatchObject({ problem: { message: 'There is nothing here.' } });
    expect(replaceAt(commented, ['stages', 0], 'a: &x 1\nb: *x\n')).toHaveProperty('problem');
  });
});

describe('a key', () => {
  it('is made of a name and is free', () => {
    expect(freeKey('Não é um lead!', [])).toBe('nao-e-um-lead');
    expect(freeKey('First response', ['first-response', 'first-response-2'])).toBe('first-response-3');
    expect(freeKey('東京', [])).toBe('clause');
  });
});
