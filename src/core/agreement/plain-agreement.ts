import { z } from 'zod';
import { Agreement } from './schema.ts';

/** Data as JSON has it. */
export type Plain = string | number | boolean | null | Plain[] | { [name: string]: Plain };
export type PlainRecord = { [name: string]: Plain };

/**
 * The agreement as plain data: camelCase names, little grammars in their shortest form, defaults written out. Two
 * agreements that mean the same have the same plain form.
 *
 * @example
 * toPlain(agreement).format // 'baton/agreement@1'
 */
export function toPlain(agreement: Agreement): PlainRecord {
  return dropAbsent(z.encode(Agreement, agreement)) as PlainRecord;
}

/**
 * The agreement that plain data stands for.
 *
 * @throws ZodError when it has not the form of an agreement
 * @example
 * fromPlain(toPlain(agreement)).currency // 'EUR'
 */
export function fromPlain(plain: PlainRecord): Agreement {
  return z.decode(Agreement, plain as z.input<typeof Agreement>);
}

/** Encoded data has only what JSON has, and undefined where an optional name is absent. */
function dropAbsent(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(dropAbsent);
  if (typeof value !== 'object' || value === null) return value as Plain;
  const kept = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(kept.map(([name, one]) => [name, dropAbsent(one)]));
}

/**
 * True when two plain values are the same, whatever the order of names.
 *
 * @example
 * equalPlain({ a: 1, b: [2] }, { b: [2], a: 1 }) // true
 */
export function equalPlain(left: Plain | undefined, right: Plain | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((one, index) => equalPlain(one, right[index]));
  }
  if (!isPlainRecord(left) || !isPlainRecord(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && equalPlain(left[name], right[name]))
  );
}

/**
 * True for an object, not for a list, null or a plain value.
 *
 * @example
 * isPlainRecord([]) // false
 */
export function isPlainRecord(value: Plain | undefined): value is PlainRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
