import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveField } from '../../../src/core/agreement/catalogue.ts';
import { listLeaves } from '../../../src/core/agreement/condition.ts';
import { readLeaf } from '../../../src/core/agreement/condition-test.ts';
import { operatorsByType } from '../../../src/core/agreement/operators.ts';
import { arbitraryCondition, catalogue } from '../../../test/condition-trees.ts';
import { changeRule, placesOf, toBuilder, toCondition } from './builder-model.ts';
import { fitValue } from './fit-value.ts';

describe('the builder', () => {
  it('gives every condition back as it was', () => {
    fc.assert(
      fc.property(arbitraryCondition(), (condition) => {
        expect(toCondition(toBuilder(condition))).toStrictEqual(condition);
      }),
    );
  });

  it('finds each comparison by the path that problems have, and changes that one alone', () => {
    fc.assert(
      fc.property(arbitraryCondition(), fc.nat(), (condition, chance) => {
        const builder = toBuilder(condition);
        const leaves = listLeaves(condition);
        const { path } = leaves[chance % leaves.length] ?? { path: [] };
        const places = placesOf(path).split('.').map(Number);
        const changed = toCondition(changeRule(builder, places, { field: 'changed' }));
        const fields = listLeaves(changed).map(({ leaf }) => leaf.field);
        expect(fields).toEqual(leaves.map((one) => (one.path === path ? 'changed' : one.leaf.field)));
      }),
    );
  });

  it('keeps what was typed when the operator changes, where that makes sense', () => {
    const fitted = (field: string, operator: string, value: never) =>
      fitValue(resolveField(field, catalogue), operator, value);
    expect(fitted('contact.title', 'in', 'COO' as never)).toEqual(['COO']);
    expect(fitted('contact.title', 'equals', ['COO', 'CEO'] as never)).toBe('COO');
    expect(fitted('contact.title', 'exists', 'COO' as never)).toBeUndefined();
    expect(fitted('account.employees', 'between', 50 as never)).toEqual([50, 50]);
    expect(fitted('account.employees', 'at-least', 'COO' as never)).toBeUndefined();
    expect(fitted('contact.created_at', 'within-last', '2026-03-01' as never)).toBe('30d');
    expect(fitted('contact.created_at', 'before', '30d' as never)).toBeUndefined();
    expect(fitted('contact.reachable', 'is', undefined as never)).toBe(true);
    expect(fitted('segment', 'in', ['smb', 'gone'] as never)).toEqual(['smb']);
  });

  it('fits a value of any comparison to any operator of its field without an unreadable shape', () => {
    fc.assert(
      fc.property(arbitraryCondition(), fc.nat(), (condition, chance) => {
        for (const { leaf } of listLeaves(condition)) {
          const field = resolveField(leaf.field, catalogue, leaf.value);
          const operators = operatorsByType[field?.type ?? 'text'];
          const op = operators[chance % operators.length] ?? 'exists';
          const value = fitValue(field, op, leaf.value);
          const read = readLeaf({ field: leaf.field, op, ...(value === undefined ? {} : { value }) }, catalogue);
          // What is empty is asked for; what is there never has a wrong shape.
          if ('problem' in read && value !== undefined)
            expect(read.problem.message).not.toMatch(/takes (one|two|no) value/);
        }
      }),
    );
  });
});
