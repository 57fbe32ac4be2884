/** What becomes of a value when its field or operator changes. */
import type { CatalogueField } from '../../../src/core/agreement/catalogue.ts';
import type { ConditionValue } from '../../../src/core/agreement/condition.ts';
import { arityOf, type Operator, operatorsByType } from '../../../src/core/agreement/operators.ts';

type One = string | number | boolean;

/** The operators that a field has, in the order in which they are offered. */
export const operatorsOf = (field: CatalogueField | undefined): readonly Operator[] =>
  operatorsByType[field?.type ?? 'text'];

const isAge = (operator: string) => operator === 'within-last' || operator === 'older-than';
const agePattern = /^\d+[mhdw]$/;

/**
 * The value in the form that an operator takes, with as much of it as fits; undefined where nothing is left.
 *
 * @example
 * fitValue(resolveField('contact.title', catalogue), 'in', 'COO') // ['COO']
 */
export function fitValue(
  field: CatalogueField | undefined,
  operator: string,
  value: ConditionValue | undefined,
): ConditionValue | undefined {
  const arity = arityOf(operator as Operator);
  if (arity === 'nothing') return undefined;
  const kept = listOf(value).filter((one) => suits(field, operator, one));
  const [first, second = first] = kept;
  if (first === undefined) return startOf(field, operator);
  if (arity === 'one') return first;
  if (arity === 'list') return kept;
  return second === undefined ? [first] : [first, second];
}

function listOf(value: ConditionValue | undefined): One[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? [...value] : [value as One];
}

function suits(field: CatalogueField | undefined, operator: string, value: One): boolean {
  if (field?.choices) return field.choices.some((choice) => choice === value);
  switch (field?.type) {
    case 'number':
    case 'money':
      return typeof value === 'number';
    case 'bool':
      return typeof value === 'boolean';
    case 'instant':
    case 'date':
      return typeof value === 'string' && agePattern.test(value) === isAge(operator);
    default:
      return typeof value === 'string' && value !== '';
  }
}

/** What a comparison begins with where most people mean the same. */
function startOf(field: CatalogueField | undefined, operator: string): ConditionValue | undefined {
  if (field?.type === 'bool') return true;
  return isAge(operator) ? '30d' : undefined;
}
