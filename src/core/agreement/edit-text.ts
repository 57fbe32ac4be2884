import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { clauseLists } from './clause-lists.ts';
import { toCamelCase, toSnakeCase } from './key-case.ts';
import type { Plain } from './plain-agreement.ts';
import type { EditPath, TextEdit } from './text-edit.ts';

/** The text after all edits; or the first edit that cannot be made, counted from 0, and why. Then nothing is changed. */
export type EditedText = { ok: true; text: string } | { ok: false; edit: number; message: string };

const format = { lineWidth: 0, flowCollectionPadding: true } as const;
/** Clauses up to this length stand on one line. */
const lineLength = 200;

/**
 * Changes places of the YAML text of an agreement, as a form does: comments, order and form of everything else are kept. The
 * text need not be a valid agreement, before or after, but it must be YAML.
 *
 * @example
 * editText('term: { from: 2026-01-01 } # for now', [{ op: 'set', path: ['term', 'review'], value: '2026-06-01' }])
 * // { ok: true, text: 'term: { from: 2026-01-01, review: 2026-06-01 } # for now\n' }
 */
export function editText(text: string, edits: readonly TextEdit[]): EditedText {
  const document = parseDocument(text, { keepSourceTokens: false });
  if (document.errors.length > 0 || !isMap(document.contents)) {
    return { ok: false, edit: 0, message: 'The text is not valid YAML, so that only the text itself can be edited.' };
  }
  if (edits.length === 0) return { ok: true, text };
  for (const [index, edit] of edits.entries()) {
    const message = makeEdit(document, document.contents, edit);
    if (message !== null) return { ok: false, edit: index, message };
  }
  return { ok: true, text: document.toString(format) };
}

/** Why an edit cannot be made; null when it is. */
function makeEdit(document: Document, root: YAMLMap, edit: TextEdit): string | null {
  const { path } = edit;
  if (edit.op === 'add') {
    const list = findOrMake(document, root, path, 'list');
    if (!isSeq(list)) return `There is no list at ${say(path)}.`;
    list.items.splice(Math.min(edit.at ?? list.items.length, list.items.length), 0, write(document, edit.value));
    if (list.items.length === 1) list.flow = false;
    return null;
  }
  const last = path.at(-1) ?? '';
  const before = path.slice(0, -1);
  const parent = edit.op === 'set' ? findOrMake(document, root, before, 'map') : find(root, before);
  if (isMap(parent)) {
    if (edit.op === 'move') return `${say(path)} is not in a list.`;
    return edit.op === 'set'
      ? setName(document, parent, String(last), edit.value)
      : removeName(parent, String(last), path);
  }
  if (!isSeq(parent)) return `There is no ${say(before)}.`;
  const place = placeOf(parent, last, before);
  if (place === null) return `There is no ${say(path)}.`;
  const node = parent.items[place];
  if (edit.op === 'remove') parent.items.splice(place, 1);
  else if (edit.op === 'set') parent.items[place] = replace(document, node, edit.value);
  else {
    parent.items.splice(place, 1);
    parent.items.splice(Math.min(edit.to, parent.items.length), 0, node);
  }
  return null;
}

function setName(document: Document, map: YAMLMap, name: string, value: unknown): null {
  const pair = pairOf(map, name);
  if (pair) pair.value = replace(document, pair.value, value);
  else map.set(nameToWrite(name), write(document, value));
  return null;
}

function removeName(map: YAMLMap, name: string, path: EditPath): string | null {
  const pair = pairOf(map, name);
  if (pair === undefined) return `There is no ${say(path)}.`;
  map.items.splice(map.items.indexOf(pair), 1);
  return null;
}

/** The node at a path; undefined for none. */
function find(root: YAMLMap, path: EditPath): unknown {
  let node: unknown = root;
  for (const [index, part] of path.entries()) {
    if (isMap(node)) node = pairOf(node, String(part))?.value;
    else if (isSeq(node)) node = node.items[placeOf(node, part, path.slice(0, index)) ?? -1];
    else return undefined;
  }
  return node;
}

/** The same, where names on the way that are not there yet, or are empty, are put there. */
function findOrMake(document: Document, root: YAMLMap, path: EditPath, kind: 'map' | 'list'): unknown {
  let node: unknown = root;
  for (const [index, part] of path.entries()) {
    if (isSeq(node)) {
      node = node.items[placeOf(node, part, path.slice(0, index)) ?? -1];
      continue;
    }
    if (!isMap(node)) return undefined;
    const pair = pairOf(node, String(part));
    const isThere = pair !== undefined && !(pair.value === null || (isScalar(pair.value) && pair.value.value === null));
    if (isThere) {
      node = pair.value;
      continue;
    }
    const made = document.createNode(index === path.length - 1 && kind === 'list' ? [] : {}) as Node;
    if (pair) pair.value = made;
    else node.set(nameToWrite(String(part)), made);
    node = made;
  }
  return node;
}

const pairOf = (map: YAMLMap, name: string) =>
  map.items.find(({ key }) => {
    // A name that an earlier edit put there is no node yet.
    const written = String(isScalar(key) ? key.value : key);
    return written === name || written === toSnakeCase(name);
  });

function placeOf(list: YAMLSeq, part: string | number, path: EditPath): number | null {
  if (typeof part === 'number') return part < list.items.length ? part : null;
  const where = path.map((one) => toCamelCase(String(one))).join('.');
  const id = clauseLists.find((one) => one.path.join('.') === where)?.id ?? 'key';
  const place = list.items.findIndex((item) => isMap(item) && String(item.get(id)) === part);
  return place < 0 ? null : place;
}

/** What stays of a value that is replaced: its comments, and how it is written where both are plain. */
function replace(document: Document, old: unknown, value: unknown): Node {
  const isPlain = typeof value !== 'object' || value === null;
  if (isScalar(old) && isPlain) {
    old.value = value;
    return old;
  }
  const made = write(document, value);
  if (isNode(old)) {
    made.commentBefore = old.commentBefore ?? null;
    made.comment = old.comment ?? null;
    if (isMap(old) && isMap(made) && old.flow !== undefined) made.flow = old.flow;
  }
  return made;
}

function write(document: Document, value: unknown): Node {
  const made = document.createNode(toYamlNames(asPlain(value))) as Node;
  visit(made, {
    Collection(key, node) {
      if (key !== null || JSON.stringify(node).length <= lineLength) node.flow = true;
    },
  });
  return made;
}

/** What comes as JSON is plain data. */
const asPlain = (value: unknown): Plain => value as Plain;

function toYamlNames(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(toYamlNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [toSnakeCase(name), toYamlNames(one)]));
}

const nameToWrite = (name: string) => toSnakeCase(name);

const say = (path: EditPath) =>
  `"${path.map((part) => (typeof part === 'number' ? part : toSnakeCase(part))).join('.')}"`;
