/** Conditions that are being made: a comparison without its value is no mistake of the shape, it is not filled in yet. */
import {
  type Condition,
  type ConditionLeaf,
  type ConditionPart,
  type ConditionValue,
  groupWords,
} from '../../../src/core/agreement/condition.ts';
import { isPlainRecord, type Plain, type PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';

/**
 * What the builder shows of a condition as it stands in a draft, finished or not. Null parts of it are left out.
 *
 * @example
 * asUnfinished({ all: [{ field: 'grade', op: 'in', value: [] }] }) // the same: which grades is asked for
 */
export function asUnfinished(value: Plain): Condition {
  const word = isPlainRecord(value) ? groupWords.find((one) => one in value) : undefined;
  const parts = word && isPlainRecord(value) ? value[word] : [];
  const read = Array.isArray(parts) ? parts.filter(isPlainRecord).map(readPart) : [];
  return { [word ?? 'all']: read } as Condition;
}

function readPart(part: PlainRecord): ConditionPart {
  if (groupWords.some((word) => word in part)) return asUnfinished(part);
  const { field, op, value } = part;
  const leaf: ConditionLeaf = { field: typeof field === 'string' ? field : '', op: typeof op === 'string' ? op : '' };
  return isValue(value) ? { ...leaf, value } : leaf;
}

const isScalar = (value: Plain): value is string | number | boolean => value !== null && typeof value !== 'object';
const isValue = (
  value: Plain | undefined,
): value is Exclude<ConditionValue, readonly unknown[]> | (string | number | boolean)[] =>
  value !== undefined && (isScalar(value) || (Array.isArray(value) && value.every(isScalar)));

/**
 * Whether the builder shows all of a condition, so that nothing of it is lost by opening it.
 *
 * @example
 * isWhole({ all: [{ field: 'grade', op: 'exists', note: 'x' }] }) // false
 */
export const isWhole = (value: Plain): boolean =>
  JSON.stringify(sorted(asUnfinished(value) as Plain)) === JSON.stringify(sorted(value));

function sorted(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isPlainRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, one]) => [name, sorted(one)]),
  );
}
