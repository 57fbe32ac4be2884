import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import type { PathPart } from './condition.ts';
import { toCamelCase, toSnakeCase } from './key-case.ts';
import { longestText } from './text-edit.ts';

/** A place in a text, both counted from 1. */
export type Position = { line: number; column: number };

/** Something wrong with the YAML itself, before any meaning; with `isSyntax` the rest of the text cannot be relied on. */
export type SourceProblem = {
  position: Position;
  path: PathPart[];
  message: string;
  remedy: string;
  isSyntax?: boolean;
};

/** A YAML text as plain data with camelCase keys, and the place of every key and value in the text. */
export type YamlSource = {
  data: unknown;
  problems: SourceProblem[];
  /** Where a value stands; of a path that is not there, where its nearest parent does. `offset` is inside a text value. */
  locate(path: readonly PathPart[], offset?: number): Position;
  /** Where the key stands under which a value is written. */
  locateKey(path: readonly PathPart[]): Position;
  has(path: readonly PathPart[]): boolean;
};

const deepest = 40;
/** One mistake can break every line after it: nobody reads more than the first. */
const mostSyntaxProblems = 20;

/**
 * Reads YAML into plain data. Aliases, tags and several documents are refused: the text that is signed must say itself
 * what it says.
 *
 * @example
 * readYaml('half_life: 30d').data // { halfLife: '30d' }
 * readYaml('a: 1\nb: [x, y]').locate(['b', 1]) // { line: 2, column: 8 }
 */
export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text.slice(0, longestText), { lineCounter: lines, keepSourceTokens: true });
  const problems: SourceProblem[] = [];
  const places = new Map<string, Place>();
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const report = (offset: number, path: PathPart[], message: string, remedy: string) =>
    problems.push({ position: positionAt(offset), path, message, remedy });

  const data = readNode(document.contents, [], 0, { places, report });
  const reportSyntax = (offset: number, message: string, remedy: string) => {
    const path = findEnclosing(places, offset);
    problems.push({ position: positionAt(offset), path, message, remedy, isSyntax: true });
  };
  if (text.length > longestText) reportSyntax(0, 'The text is too long.', 'Write at most 1,000,000 characters.');
  for (const error of document.errors.slice(0, mostSyntaxProblems)) {
    reportSyntax(error.pos[0], ...explainSyntax(error.code, error.message));
  }
  const find = (path: readonly PathPart[]): Place => {
    for (let length = path.length; length >= 0; length -= 1) {
      const place = places.get(pointer(path.slice(0, length)));
      if (place) return place;
    }
    return { path: [], key: 0, value: 0, inside: 0 };
  };
  return {
    data,
    problems,
    locate: (path, offset = 0) => positionAt(offset > 0 ? find(path).inside + offset : find(path).value),
    locateKey: (path) => positionAt(find(path).key),
    has: (path) => places.has(pointer(path)),
  };
}

type Place = { path: PathPart[]; key: number; value: number; inside: number };
type Walk = {
  places: Map<string, Place>;
  report: (offset: number, path: PathPart[], message: string, remedy: string) => void;
};

/** The path of what begins last before a place in the text. */
function findEnclosing(places: ReadonlyMap<string, Place>, offset: number): PathPart[] {
  let nearest: Place = { path: [], key: 0, value: 0, inside: 0 };
  for (const place of places.values()) if (place.key <= offset && place.key >= nearest.key) nearest = place;
  return nearest.path;
}

function readNode(node: unknown, path: PathPart[], keyOffset: number, walk: Walk): unknown {
  const offset = startOf(node) ?? keyOffset;
  const isQuoted = isScalar(node) && /^QUOTE/.test(node.type ?? '');
  walk.places.set(pointer(path), { path, key: keyOffset, value: offset, inside: isQuoted ? offset + 1 : offset });
  const refusal = findRefusal(node, path);
  if (refusal) {
    walk.report(offset, path, ...refusal);
    return null;
  }
  if (isMap(node)) return readMap(node, path, offset, walk);
  if (isSeq(node)) return node.items.map((item, index) => readNode(item, [...path, index], offset, walk));
  return isScalar(node) ? node.value : null;
}

function readMap(node: YAMLMap, path: PathPart[], offset: number, walk: Walk): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const { key: keyNode, value } of node.items) {
    const at = startOf(keyNode) ?? offset;
    const written = isScalar(keyNode) ? String(keyNode.value) : '';
    const key = toCamelCase(written);
    if (written === '' || written === '__proto__' || written === '<<') {
      walk.report(at, path, 'This is no name.', 'Write a name before the colon.');
    } else if (toSnakeCase(written) !== written) {
      walk.report(at, [...path, written], `There is no "${written}".`, `Did you mean ${toSnakeCase(written)}?`);
    } else {
      record[key] = readNode(value, [...path, key], at, walk);
    }
  }
  return record;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function findRefusal(node: unknown, path: PathPart[]): [string, string] | null {
  if (path.length > deepest) return ['This is nested too deep.', 'Write it flatter.'];
  if (isAlias(node)) return ['References to other parts are not used in agreements.', 'Write out what it stands for.'];
  const tag = isNode(node) ? node.tag : undefined;
  if (tag === undefined || plainTags.has(tag)) return null;
  return ['Tags are not used in agreements.', 'Remove the word with the exclamation mark.'];
}

/** What a value is said to be that it is without saying it. */
const plainTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'seq', 'map'].map((tag) => `tag:yaml.org,2002:${tag}`),
);

function pointer(path: readonly PathPart[]): string {
  return path.map((part) => `/${part}`).join('');
}

/** The syntax errors that people make most, in words that say what to do; the others as the YAML reader says them. */
function explainSyntax(code: string, message: string): [string, string] {
  if (code === 'DUPLICATE_KEY') return ['This name stands here twice.', 'Keep one of the two.'];
  if (code === 'TAB_AS_INDENT') return ['A tab is used to indent.', 'Use spaces.'];
  if (code === 'MULTIPLE_DOCS')
    return ['There are several documents in the text.', 'Keep one and remove the line ---.'];
  const first = message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
  return [`This is not valid YAML: ${first}.`, 'Check indentation, brackets and quotes at this place.'];
}
