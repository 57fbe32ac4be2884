/**
 * A draft as it is edited: its YAML text is the only truth. Every change is made in the text itself, so that comments,
 * order and form of all that stays the same are kept, also while the text has mistakes.
 */
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { PathPart } from '../../../src/core/agreement/condition.ts';
import { editText } from '../../../src/core/agreement/edit-text.ts';
import { toSnakeCase } from '../../../src/core/agreement/key-case.ts';
import {
  equalPlain,
  isPlainRecord,
  type Plain,
  type PlainRecord,
} from '../../../src/core/agreement/plain-agreement.ts';
import type { TextEdit } from '../../../src/core/agreement/text-edit.ts';
import { readYaml, type SourceProblem } from '../../../src/core/agreement/yaml-source.ts';

/** A place in a draft, in camelCase names and places in lists. */
export type Path = readonly PathPart[];

/**
 * The draft as plain data; null while its YAML cannot be read at all.
 *
 * @example
 * readDraft('name: Europe').data // { name: 'Europe' }
 */
export function readDraft(text: string): DraftText {
  if (last?.text === text) return last.read;
  const { data, problems } = readYaml(text);
  const isEditable = editText(text, []).ok;
  const read = { data: isEditable ? (asPlain(data) as PlainRecord) : null, problems };
  last = { text, read };
  return read;
}

type DraftText = { data: PlainRecord | null; problems: SourceProblem[] };
/** What was read last: the same text is asked for by every control that is drawn and by every change of it. */
let last: { text: string; read: DraftText } | null = null;

/** What YAML reads is plain data: dates and numbers of other kinds are texts there. */
const asPlain = (data: unknown): Plain => data as Plain;

/**
 * What stands at a place; undefined where there is nothing.
 *
 * @example
 * valueAt({ stages: [{ key: 'lead' }] }, ['stages', 0, 'key']) // 'lead'
 */
export function valueAt(plain: Plain | undefined, path: Path): Plain | undefined {
  return path.reduce<Plain | undefined>((value, part) => {
    if (Array.isArray(value)) return typeof part === 'number' ? value[part] : undefined;
    return isPlainRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }, plain);
}

/**
 * The least edits that make a value of another one, so that what stays keeps its form and its comments.
 *
 * @example
 * editsTo(['term'], { from: '2026-01-01', to: 'open' }, { from: '2026-02-01', to: 'open' })
 * // [{ op: 'set', path: ['term', 'from'], value: '2026-02-01' }]
 */
export function editsTo(path: Path, before: Plain | undefined, after: Plain | undefined): TextEdit[] {
  if (equalPlain(before, after)) return [];
  if (after === undefined) return [{ op: 'remove', path: [...path] }];
  if (isPlainRecord(before) && isPlainRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => editsTo([...path, name], before[name], after[name]));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return after.flatMap((one, index) => editsTo([...path, index], before[index], one));
  }
  return [{ op: 'set', path: [...path], value: after }];
}

/**
 * The text with another value at a place; undefined takes the place away, and a group that it leaves empty.
 *
 * @example
 * setAt('name: Europe # for now\n', ['name'], 'Asia') // 'name: Asia # for now\n'
 */
export function setAt(text: string, path: Path, value: Plain | undefined): string {
  const { data } = readDraft(text);
  if (data === null) return text;
  const parent = path.slice(0, -1);
  const isLast = value === undefined && parent.length > 1 && typeof path.at(-1) === 'string';
  const group = isLast ? valueAt(data, parent) : undefined;
  if (isPlainRecord(group) && Object.keys(group).length === 1 && typeof parent.at(-1) === 'string') {
    return setAt(text, parent, undefined);
  }
  return edited(text, editsTo(path, valueAt(data, path), value));
}

/** The text with a clause more in a list, which is begun where there is none. */
export const insertAt = (text: string, list: Path, index: number, value: Plain): string =>
  edited(text, [{ op: 'add', path: [...list], value, at: index }]);

/** The text with a clause of a list at another place; its comments go with it. */
export const moveAt = (text: string, list: Path, from: number, to: number): string =>
  edited(text, [{ op: 'move', path: [...list, from], to }]);

/** The text after edits; one that cannot be made leaves it as it was. */
function edited(text: string, edits: readonly TextEdit[]): string {
  const result = editText(text, edits);
  return result.ok ? result.text : text;
}

const style = { lineWidth: 0, flowCollectionPadding: true } as const;

/**
 * The YAML of one place alone; empty where there is nothing.
 *
 * @example
 * yamlAt('stages:\n  - { key: lead, name: Lead }\n', ['stages', 0]) // 'key: lead\nname: Lead\n'
 */
export function yamlAt(text: string, path: Path): string {
  const document = parseDocument(text);
  const node = document.errors.length > 0 ? undefined : nodeAt(document.contents, path);
  if (node === undefined) return '';
  const alone = parseDocument('');
  const copy = node.clone() as Node;
  copy.commentBefore = null;
  copy.spaceBefore = false;
  if (isMap(copy) || (isSeq(copy) && copy.items.some(isMap))) copy.flow = false;
  alone.contents = copy as typeof alone.contents;
  return alone.toString(style);
}

/**
 * The text with what was typed for one place, comments included; a problem of the YAML where it cannot be read.
 *
 * @example
 * replaceAt('a: { b: 1 } # kept\n', ['a'], 'b: 2\n') // { text: 'a: { b: 2 } # kept\n' }
 */
export function replaceAt(text: string, path: Path, yaml: string): { text: string } | { problem: SourceProblem } {
  const [problem] = readYaml(yaml).problems;
  if (problem) return { problem };
  const typed = parseDocument(yaml);
  const made = typed.contents as Node | null;
  const document = parseDocument(text);
  const parent = nodeAt(document.contents, path.slice(0, -1));
  const last = path.at(-1);
  if (made === null || last === undefined || document.errors.length > 0) {
    const remedy = 'Write it, or remove the clause with its menu.';
    return { problem: { position: { line: 1, column: 1 }, path: [], message: 'There is nothing here.', remedy } };
  }
  const old = nodeAt(parent, [last]);
  made.commentBefore =
    [old?.commentBefore, made.commentBefore ?? typed.commentBefore].filter(Boolean).join('\n') || null;
  made.comment = made.comment ?? typed.comment ?? old?.comment ?? null;
  made.spaceBefore = old?.spaceBefore ?? false;
  const wasLine = (isMap(old) || isSeq(old)) && old.flow === true;
  if ((isMap(made) || isSeq(made)) && wasLine && !yaml.includes('#')) made.flow = true;
  if (isSeq(parent) && typeof last === 'number') parent.items[last] = made;
  const pair = isMap(parent) ? parent.items.find(({ key }) => nameOf(key) === toSnakeCase(String(last))) : undefined;
  if (pair) pair.value = made;
  return { text: document.toString(style) };
}

const nameOf = (key: unknown): string => String(isScalar(key) ? key.value : key);

const nodeAt = (root: unknown, path: Path): Node | undefined =>
  path.reduce<Node | undefined>(
    (node, part) => {
      if (isSeq(node) && typeof part === 'number') return node.items[part] as Node | undefined;
      if (!isMap(node)) return undefined;
      const pair = node.items.find(({ key }) => nameOf(key) === toSnakeCase(String(part)));
      return (pair?.value ?? undefined) as Node | undefined;
    },
    (root ?? undefined) as Node | undefined,
  );

/**
 * A key made from a name that no other clause of the list has.
 *
 * @example
 * freeKey('First response', ['first-response']) // 'first-response-2'
 */
export function freeKey(base: string, taken: readonly unknown[]): string {
  const plain = base
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 56)
    .replace(/^-+|-+$/g, '');
  const start = plain || 'clause';
  if (!taken.includes(start)) return start;
  for (let number = 2; ; number += 1) if (!taken.includes(`${start}-${number}`)) return `${start}-${number}`;
}
