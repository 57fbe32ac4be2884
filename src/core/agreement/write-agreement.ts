import { Document, isMap, isScalar, isSeq, type Node, parseDocument, visit, type YAMLMap, type YAMLSeq } from 'yaml';
import { clauseLists, listIds } from './clause-lists.ts';
import { toSnakeCase } from './key-case.ts';
import { equalPlain, isPlainRecord, type Plain, type PlainRecord, toPlain } from './plain-agreement.ts';
import { readAgreement } from './read-agreement.ts';
import type { Agreement } from './schema.ts';

const format = { lineWidth: 0, flowCollectionPadding: true } as const;

/** Clauses up to this length stand on one line. */
const lineLength = 200;

/**
 * Writes an agreement as YAML; what is at its default and empty is left out.
 *
 * @example
 * writeAgreement(agreement).startsWith('format: baton/agreement@1\n') // true
 */
export function writeAgreement(agreement: Agreement): string {
  const document = new Document(toYamlNames(dropEmpty(toPlain(agreement))));
  visit(document, {
    Collection(_key, node, path) {
      const isCondition = isMap(node) && node.items.some(({ key }) => /^(all|any|none)$/.test(String(key)));
      const isShort = path.length > 1 && JSON.stringify(node).length <= lineLength;
      if (isCondition || (isShort && (path.length > 3 || isSeq(node)))) node.flow = true;
    },
  });
  return document.toString(format);
}

/**
 * Changes a YAML text so that it says what the agreement says, and nothing else of it: comments, order and form of all
 * that stays the same are kept. A text that cannot be read is written anew.
 *
 * @example
 * const text = writeAgreement(agreement).replace('currency: EUR', 'currency: EUR # for now');
 * editAgreementText(text, { ...agreement, currency: 'SEK' }).includes('currency: SEK # for now') // true
 */
export function editAgreementText(text: string, agreement: Agreement): string {
  const { agreement: current } = readAgreement(text);
  if (current === null) return writeAgreement(agreement);
  const document = parseDocument(text, { keepSourceTokens: false });
  if (!isMap(document.contents)) return writeAgreement(agreement);
  const [before, after] = [toPlain(current), toPlain(agreement)];
  if (equalPlain(before, after)) return text;
  editMap(document, document.contents, before, after, []);
  return document.toString(format);
}

function editMap(document: Document, map: YAMLMap, before: PlainRecord, after: PlainRecord, path: string[]): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, value, here, key] = [before[name], after[name], [...path, name], toSnakeCase(name)];
    if (equalPlain(old, value)) continue;
    const node = map.get(key, true) as Node | undefined;
    if (value === undefined) map.delete(key);
    else if (isMap(node) && isPlainRecord(old) && isPlainRecord(value)) editMap(document, node, old, value, here);
    else if (isSeq(node) && Array.isArray(old) && Array.isArray(value)) editList(document, node, old, value, here);
    else setValue(document, map, key, value, node);
  }
}

function setValue(document: Document, map: YAMLMap, key: string, value: Plain, node: Node | undefined): void {
  const isPlain = typeof value !== 'object' || value === null;
  if (isScalar(node) && isPlain) node.value = value;
  else {
    const made = document.createNode(toYamlNames(value)) as Node;
    if (node?.comment) made.comment = node.comment;
    if (!isPlain) (made as YAMLMap | YAMLSeq).flow = true;
    map.set(key, made);
  }
}

function editList(document: Document, list: YAMLSeq, old: Plain[], value: Plain[], path: string[]): void {
  const name = clauseLists.find((one) => one.path.join('.') === path.join('.'))?.id ?? '';
  const [from, to] = [listIds(old, name), listIds(value, name)];
  const nodes = [...list.items] as Node[];
  list.items = value.map((item, index) => {
    const place = from && to ? from.indexOf(to[index] ?? '') : old.findIndex((one) => equalPlain(one, item));
    const [node, earlier] = [nodes[place], old[place]];
    if (node === undefined || earlier === undefined) {
      const made = document.createNode(toYamlNames(item)) as Node;
      if (typeof item === 'object' && item !== null) (made as YAMLMap).flow = true;
      return made;
    }
    if (isMap(node) && isPlainRecord(earlier) && isPlainRecord(item)) editMap(document, node, earlier, item, path);
    return node;
  });
}

/** Empty lists and null are what absence means, but for the days of a calendar, where an empty list closes a day. */
function dropEmpty(plain: PlainRecord, path: string[] = []): PlainRecord {
  const kept = Object.entries(plain).flatMap(([name, value]): [string, Plain][] => {
    const here = [...path, name];
    if (here[0] === 'calendar') return value === null ? [] : [[name, value]];
    if (value === null || (Array.isArray(value) && value.length === 0)) return [];
    if (Array.isArray(value)) return [[name, value.map((one) => (isPlainRecord(one) ? dropEmpty(one, here) : one))]];
    return [[name, isPlainRecord(value) ? dropEmpty(value, here) : value]];
  });
  return Object.fromEntries(kept);
}

function toYamlNames(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(toYamlNames);
  if (!isPlainRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [toSnakeCase(name), toYamlNames(one)]));
}
