/** What there is to say about a draft while it is made: problems by place, and the sentences of all that can be read. */
import { z } from 'zod';
import type { CheckContext } from '../../../src/core/agreement/check-agreement.ts';
import { clauseLists } from '../../../src/core/agreement/clause-lists.ts';
import { toCamelCase } from '../../../src/core/agreement/key-case.ts';
import { isPlainRecord, type Plain, type PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import type { AgreementProblem } from '../../../src/core/agreement/problem.ts';
import { readAgreement } from '../../../src/core/agreement/read-agreement.ts';
import { Agreement, agreementFormat } from '../../../src/core/agreement/schema.ts';
import type { Sentence } from '../../../src/core/agreement/sentence.ts';
import { describeAgreement } from '../../../src/core/agreement/sentences.ts';
import { type Path, readDraft, valueAt } from './draft-source.ts';

/** A problem with its place as a path. */
export type PlacedProblem = AgreementProblem & { at: Path };

export type DraftReading = {
  problems: PlacedProblem[];
  /** What of it can be read already; null where its YAML cannot be read. */
  agreement: Agreement | null;
  sentences: Sentence[];
};

/** Checks a draft as the server will, and says it in sentences as far as it can be said. */
export function readWhole(text: string, context: CheckContext): DraftReading {
  const reading = readAgreement(text, context);
  const problems = reading.problems.map((problem) => ({ ...problem, at: readPlace(problem.path) }));
  const { data } = readDraft(text);
  const agreement = reading.agreement ?? (data && salvage(data));
  return { problems, agreement, sentences: agreement ? describeAgreement(agreement) : [] };
}

/**
 * The path that problems write as people read it.
 *
 * @example
 * readPlace('scoring.fit[0].half_life') // ['scoring', 'fit', 0, 'halfLife']
 */
export function readPlace(path: string): Path {
  return path
    .split(/\.|(?=\[)/)
    .filter((part) => part !== '')
    .map((part) => (/^\[\d+\]$/.test(part) ? Number(part.slice(1, -1)) : toCamelCase(part)));
}

/** True when a place is another one or inside of it. */
export const isWithin = (place: Path, outer: Path): boolean =>
  outer.length <= place.length && outer.every((part, index) => part === place[index]);

const mostCuts = 200;
const needed: Record<string, Plain> = {
  format: agreementFormat,
  name: 'Draft',
  currency: 'EUR',
  term: { from: '2026-01-01' },
  stages: [{ key: 'lead', name: 'Lead', enterWhen: 'created' }],
};

/**
 * The agreement that a draft is without its mistakes: the rest of it is read as if they were not there, so that one
 * unfinished clause does not silence the others. Null where nothing is left of it.
 */
export function salvage(data: PlainRecord): Agreement | null {
  const plain = { ...structuredClone(data) };
  for (let cuts = 0; cuts < mostCuts; cuts += 1) {
    const parsed = z.safeDecode(Agreement, plain as z.input<typeof Agreement>);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    if (!issue) return null;
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    const strange = issue.code === 'unrecognized_keys' ? issue.keys : [];
    for (const key of strange) cut(plain, [...path, key]);
    if (strange.length === 0) cut(plain, path);
  }
  return null;
}

/** Takes a mistake away with the least around it: a value, the clause that needs the value, or what an agreement needs. */
function cut(plain: PlainRecord, path: Path): void {
  const clause = clauseLists.find(
    ({ path: list }) => isWithin(path, list) && path.length > list.length && typeof path[list.length] === 'number',
  );
  const place = clause && valueAt(plain, path) === undefined ? path.slice(0, clause.path.length + 1) : path;
  const [top = ''] = place;
  const isGone = valueAt(plain, place) === undefined;
  if (place.length <= 1 || (isGone && place.length === 2)) {
    const substitute = needed[String(top)];
    if (substitute === undefined) delete plain[String(top)];
    else plain[String(top)] = structuredClone(substitute);
    return;
  }
  const target = isGone ? place.slice(0, -1) : place;
  const parent = valueAt(plain, target.slice(0, -1));
  const last = target.at(-1);
  if (Array.isArray(parent) && typeof last === 'number') parent.splice(last, 1);
  else if (isPlainRecord(parent) && last !== undefined) delete parent[String(last)];
}
