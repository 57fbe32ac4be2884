import { describe, expect, it } from 'vitest';
import { defaultPipeline, listMissing } from './pipeline.ts';

const bare = { amount: null, expectedClose: null, accountId: null, roles: [] };
const whole = { amount: 0, expectedClose: '2026-06-30', accountId: 'a1', roles: [null] };

describe('what a deal lacks for a stage', () => {
  it.each<[string, string | null, typeof bare | typeof whole, string[]]>([
    ['the first stage asks for nothing', 'discovery', bare, []],
    ['a stage asks for its own fields', 'solution', bare, ['contact']],
    ['and for those of the stages before it', 'negotiation', bare, ['amount', 'expected-close', 'contact']],
    ['as being won does for all', null, bare, ['amount', 'expected-close', 'contact']],
    ['an amount of nothing is one', null, whole, []],
    ['a stage from a file asks for nothing', 'demo scheduled', bare, []],
  ])('%s', (_name, stage, deal, expected) => {
    expect(listMissing(defaultPipeline, stage, deal)).toEqual(expected);
  });

  it('a decision-maker is one of its people', () => {
    const [first] = defaultPipeline.stages;
    const strict = { ...defaultPipeline, stages: first ? [{ ...first, requires: ['decision-maker' as const] }] : [] };
    expect(listMissing(strict, 'discovery', { ...whole, roles: ['buyer', null] })).toEqual(['decision-maker']);
    expect(listMissing(strict, 'discovery', { ...whole, roles: ['buyer', 'decision-maker'] })).toEqual([]);
  });
});
