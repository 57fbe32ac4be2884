/** What rows of a file become, read in the browser by the code that reads them on the server. */
import type { RowDraft, RowRules } from '../../../src/core/imports/read-row.ts';
import { readRow } from '../../../src/core/imports/read-row.ts';
import type { Format } from '../../format.ts';

type Value = string | number | boolean | readonly string[];
/** What every draft of a record has. */
type Draft = {
  gives: readonly string[];
  values: Readonly<Record<string, Value | null>>;
  at?: number | null;
};

/** One row as it would be stored: texts by field, and what is to be said of it. */
export type StoredRow = {
  number: number;
  values: ReadonlyMap<string, string>;
  outcome: 'taken' | 'skipped' | 'fault';
  problems: readonly string[];
};

/**
 * Reads rows and gives their values as text, with the fields that any of them has, in the order of the mapping's columns.
 *
 * @example
 * storeRows([['ana@plant.example']], rules, format).fields // ['contact.email', 'account.domain']
 */
export function storeRows(
  rows: readonly (readonly string[])[],
  rules: RowRules,
  format: Format,
): { fields: string[]; rows: StoredRow[] } {
  const fields = new Set<string>();
  const stored = rows.map((cells, at): StoredRow => {
    const draft = readRow(cells, rules);
    const values = valuesOf(draft, format, rules.currency);
    for (const field of values.keys()) fields.add(field);
    return {
      number: at + 1,
      values,
      outcome: draft.fault ? 'fault' : draft.skip ? 'skipped' : 'taken',
      problems: draft.fault ? [draft.fault] : draft.skip ? [draft.skip] : draft.problems,
    };
  });
  const order = new Map(rules.columns.flatMap(({ field }, at) => (field === null ? [] : [[field, at] as const])));
  const rank = (field: string) => order.get(field) ?? rules.columns.length;
  return { fields: [...fields].sort((a, b) => rank(a) - rank(b)), rows: stored };
}

function valuesOf(draft: RowDraft, format: Format, currency: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [object, record] of draftsOf(draft)) {
    const id = record.gives.find((ref) => ref.startsWith('ext:'));
    if (id) texts.set(`${object}.external-id`, id.slice('ext:'.length));
    for (const [name, value] of Object.entries(record.values)) {
      if (value !== null) texts.set(`${object}.${toFieldName(name)}`, wordOf(name, value, format, currency));
    }
    if (typeof record.at === 'number') {
      const at = new Date(record.at);
      texts.set(
        object === 'spend' ? 'spend.day' : `${object}.at`,
        object === 'spend' ? format.date(at) : format.dateTime(at),
      );
    }
  }
  for (const { field, draft: owner } of draft.owners) {
    const name = owner.values.email ?? owner.values.name;
    if (typeof name === 'string') texts.set(field, name);
  }
  return texts;
}

function draftsOf({ contact, account, deal, touch, entry }: RowDraft): [string, Draft][] {
  const records = Object.entries({ contact, account, deal, touch, ...(entry ? { [entry.object]: entry } : {}) });
  return records.flatMap(([object, record]) => (record === null ? [] : [[object, record] as [string, Draft]]));
}

/** `createdAt` is the field `created-at`; own fields keep their keys. */
const toFieldName = (name: string): string =>
  name.startsWith('custom.') ? name : name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function wordOf(name: string, value: Value, format: Format, currency: string): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'string') return name === 'expectedClose' ? format.day(value) : value;
  if (typeof value !== 'number') return value.join(', ');
  if (name === 'amount') return format.money({ minor: value, currency });
  return /[a-z]At$/.test(name) ? format.dateTime(new Date(value)) : format.number(value);
}
