import fc from 'fast-check';
import { clauseLists, readPath } from '../src/core/agreement/clause-lists.ts';
import {
  fromPlain,
  isPlainRecord,
  type Plain,
  type PlainRecord,
  toPlain,
} from '../src/core/agreement/plain-agreement.ts';
import { formatPath } from '../src/core/agreement/read-agreement.ts';
import type { Agreement } from '../src/core/agreement/schema.ts';

/** The plain agreement with one value changed, for each value. */
export function* mutate(plain: PlainRecord): Generator<[string, PlainRecord]> {
  const others = (value: Plain): Plain[] => {
    if (typeof value === 'number') return [value + 1];
    if (typeof value === 'boolean') return [!value];
    if (typeof value !== 'string') return [];
    return [
      `${value}x`,
      `${value} x`,
      value.replace(/\d+/, (digits) => String(Number(digits) + 1)).replace(/^$/, 'x'),
    ].filter((one) => one !== value);
  };
  function* walk(value: Plain, path: (string | number)[]): Generator<[string, Plain]> {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        for (const [where, one] of walk(item, [...path, index])) yield [where, value.toSpliced(index, 1, one)];
      }
    } else if (isPlainRecord(value)) {
      for (const [name, item] of Object.entries(value)) {
        for (const [where, one] of walk(item, [...path, name])) yield [where, { ...value, [name]: one }];
      }
    } else {
      for (const other of others(value)) yield [`${formatPath(path)}: ${other}`, other];
    }
  }
  for (const [path, other] of walk(plain, [])) yield [path, other as PlainRecord];
}

type Edit = [number, number, number, 'remove' | 'swap' | 'copy' | 'drop' | 'change'];

const someEdits: fc.Arbitrary<Edit[]> = fc.array(
  fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.constantFrom('remove', 'swap', 'copy', 'drop', 'change')),
  { maxLength: 6 },
);

/** Agreements some edits away from one: clauses removed, exchanged, doubled under another key, values changed. */
export function editAgreement(agreement: Agreement): fc.Arbitrary<Agreement> {
  return someEdits.map((edits) => {
    try {
      return fromPlain(edits.reduce(editPlain, structuredClone(toPlain(agreement))));
    } catch {
      return agreement;
    }
  });
}

function editPlain(plain: PlainRecord, [a, b, c, kind]: Edit): PlainRecord {
  if (kind === 'change') {
    const all = [...mutate(plain)];
    return structuredClone((all[b % all.length] as [string, PlainRecord])[1]);
  }
  if (kind === 'drop') {
    const blocks = ['calendar', 'plan', 'credit', 'outreach', 'targetAccounts', 'scoring', 'feedback'];
    delete plain[blocks[b % blocks.length] as string];
    return plain;
  }
  const { path, id } = clauseLists[a % clauseLists.length] as (typeof clauseLists)[number];
  const list = readPath(plain, path);
  if (!Array.isArray(list) || list.length < 2) return plain;
  const [from, to] = [b % list.length, c % list.length];
  if (kind === 'remove') list.splice(from, 1);
  else if (kind === 'swap') [list[from], list[to]] = [list[to] as Plain, list[from] as Plain];
  else if (id === 'key') {
    list.splice(to, 0, { ...(list[from] as PlainRecord), key: `copy-${a % 100}-${b % 100}-${c % 100}` });
  }
  return plain;
}
