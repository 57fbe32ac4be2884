import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { toSnakeCase } from './key-case.ts';
import { type Plain, toPlain } from './plain-agreement.ts';
import type { Agreement } from './schema.ts';

/**
 * The one text of an agreement that is hashed and signed: JSON with snake_case names in order, defaults written out, texts
 * in Unicode form NFC. Formatting, comments, the order of names and the unit of a duration (24h, 1d) do not change it;
 * everything that means something does.
 *
 * @example
 * canonicalText(agreement).startsWith('{"calendar":') // true: names are in order
 */
export function canonicalText(agreement: Agreement): string {
  return writeCanonical(toPlain(agreement));
}

/**
 * SHA-256 of the canonical text, in lower-case hexadecimal. A signature is over this.
 *
 * @example
 * hashAgreement(agreement).length // 64
 */
export function hashAgreement(agreement: Agreement): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalText(agreement))));
}

function writeCanonical(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(writeCanonical).join(',')}]`;
  if (typeof value === 'string') return JSON.stringify(value.normalize('NFC'));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, one]) => [toSnakeCase(name), writeCanonical(one)] as const);
  members.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}
