import { type Condition, readCondition } from '../../../src/core/agreement/condition.ts';

/**
 * The condition of a text or of an answer; null for what is none.
 *
 * @example
 * parseCondition('{"all":[{"field":"grade","op":"exists"}]}') // { all: [{ field: 'grade', op: 'exists' }] }
 */
export function parseCondition(given: unknown): Condition | null {
  if (typeof given !== 'string') return readCondition(given).condition;
  try {
    return readCondition(JSON.parse(given)).condition;
  } catch {
    return null;
  }
}
