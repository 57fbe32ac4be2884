import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readAgreement } from '../agreement/read-agreement.ts';
import type { Agreement } from '../agreement/schema.ts';
import { bindPromises } from './promise-keys.ts';
import { compileRelay } from './relay.ts';

const text = readFileSync(path.join(import.meta.dirname, '../../../test/fixtures/agreement/lap.yaml'), 'utf8');
const facts = (grade: string) => ({ at: 0, contact: {}, derived: { grade }, touches: [] });
const bind = (yaml: string, grade: string) => {
  const agreement = readAgreement(yaml).agreement as Agreement;
  return bindPromises(compileRelay(agreement, { id: 'v1', number: 1, name: 'First' }), facts(grade));
};

it('binds a promise of each kind that has a clock', () => {
  expect(bind(text, 'A1')).toEqual({
    respond: 'respond',
    decide: 'decide',
    qualify: 'qualify',
    attempts: 'attempts',
    complete: 'complete',
    answer: 'answer',
  });
});

it('takes the first of a kind whose condition holds, and leaves out a kind of which none does', () => {
  const fast =
    '- { key: fast, promise: first response, within: { business: 1h }, when: { all: [ { field: grade, op: equals, value: A1 } ] } }';
  const both = text.replace('sales_commits:\n', `sales_commits:\n  ${fast}\n`);
  expect(bind(both, 'A1').respond).toBe('fast');
  expect(bind(both, 'B2').respond).toBe('respond');
  const only = text.replace(/ {2}- \{ key: respond, .*\n/, `  ${fast}\n`);
  expect('respond' in bind(only, 'B2')).toBe(false);
});
