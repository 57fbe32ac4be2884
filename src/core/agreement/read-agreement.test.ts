import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyChanges } from './apply-changes.ts';
import { buildCatalogue } from './catalogue.ts';
import { checkAgreement } from './check-agreement.ts';
import { checkCapacity } from './check-capacity.ts';
import { checkFeedback } from './check-feedback.ts';
import { checkForm } from './check-form.ts';
import { checkNever } from './check-never.ts';
import { checkPromises } from './check-promises.ts';
import { checkStages } from './check-stages.ts';
import { listIds, readPath, writePath } from './clause-lists.ts';
import { listConditions, listPromises } from './clauses.ts';
import { diffAgreements } from './diff-agreements.ts';
import { equalPlain, fromPlain, isPlainRecord, toPlain } from './plain-agreement.ts';
import { formatPath, readAgreement } from './read-agreement.ts';
import { describeIssue } from './schema-issue.ts';
import { writeAgreement } from './write-agreement.ts';
import { readYaml } from './yaml-source.ts';

const root = resolve(import.meta.dirname, '../../..');

describe('worked examples of the docstrings', () => {
  it('hold', () => {
    const { agreement } = readAgreement(readFileSync(join(root, 'test/fixtures/agreement/sample.yaml'), 'utf8'));
    if (agreement === null) throw new Error('The sample cannot be read.');
    expect(
      readAgreement('format: baton/agreement@1\nnme: Europe').problems.find(({ line }) => line === 2)?.remedy,
    ).toBe('Did you mean name?');
    expect(formatPath(['scoring', 'fit', 0, 'halfLife'])).toBe('scoring.fit[0].half_life');
    expect(readYaml('half_life: 30d').data).toEqual({ halfLife: '30d' });
    expect(readYaml('a: 1\nb: [x, y]').locate(['b', 1])).toEqual({ line: 2, column: 8 });
    expect(listIds([{ key: 'a' }, { key: 'b' }], 'key')).toEqual(['a', 'b']);
    expect(listIds([{ key: 'a' }, { key: 'a' }], 'key')).toBeNull();
    expect(readPath({ scoring: { explore: '5%' } }, ['scoring', 'explore'])).toBe('5%');
    const plain = { scoring: { explore: '5%' } };
    writePath(plain, ['scoring', 'explore'], '3%');
    expect(plain.scoring.explore).toBe('3%');
    expect(equalPlain({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(isPlainRecord([])).toBe(false);
    expect(toPlain(agreement).format).toBe('baton/agreement@1');
    expect(fromPlain(toPlain(agreement)).name).toBe(agreement.name);
    expect(applyChanges(agreement, diffAgreements(agreement, { ...agreement, name: 'Other' })).name).toBe('Other');
    expect(checkAgreement(agreement, { currency: 'USD' })[0]?.code).toBe('agreement.other-currency');
    expect(checkCapacity(agreement, undefined)[0]?.code).toBe('agreement.capacity-not-checked');
    expect(listConditions(agreement)[0]?.path).toEqual(['personas', 0, 'match']);
    expect(listPromises(agreement)[0]?.path).toEqual(['salesCommits', 0]);
    const catalogue = buildCatalogue(agreement);
    const findings = [
      checkForm(agreement),
      checkStages(agreement, catalogue),
      checkNever(agreement, catalogue),
      checkPromises(agreement),
      checkFeedback(agreement),
    ];
    expect(findings.flat()).toEqual([]);
    const issue = { code: 'invalid_type', expected: 'string', path: ['name'], message: '' } as const;
    expect(describeIssue({ ...issue, path: [...issue.path] }, readYaml('format: x'))[0]?.message).toBe(
      '"name" is missing.',
    );
    expect(writeAgreement(agreement).startsWith('format: baton/agreement@1\n')).toBe(true);
  });
});
