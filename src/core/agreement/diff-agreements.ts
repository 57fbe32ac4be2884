import { clauseLists, listIds } from './clause-lists.ts';
import { equalPlain, isPlainRecord, type Plain, type PlainRecord, toPlain } from './plain-agreement.ts';
import type { Agreement } from './schema.ts';
import type { Sentence } from './sentence.ts';
import { describeAgreement } from './sentences.ts';

/** What is done to one place of an agreement. */
export type Edit =
  | { kind: 'set'; path: string[]; before?: Plain; after?: Plain }
  | { kind: 'add'; list: string[]; id: string; index: number; after: Plain }
  | { kind: 'remove'; list: string[]; id: string; before: Plain }
  | { kind: 'replace'; list: string[]; id: string; before: Plain; after: Plain }
  | { kind: 'order'; list: string[]; before: string[]; after: string[] };

/** One edit with what it means: the sentences of the clause before and after it; empty where there is none. */
export type AgreementChange = { edit: Edit; clause: string; before: string; after: string; sentence: string };

/**
 * What changes from one agreement to another, clause by clause, in sentences. Empty exactly when both have the same
 * canonical text.
 *
 * @example
 * diffAgreements(agreement, agreement) // []
 */
export function diffAgreements(from: Agreement, to: Agreement): AgreementChange[] {
  const [left, right] = [describeAgreement(from), describeAgreement(to)];
  return diffPlain(toPlain(from), toPlain(to)).map((edit) => describeEdit(edit, left, right));
}

function diffPlain(from: PlainRecord, to: PlainRecord): Edit[] {
  return diffRecords(from, to, []);
}

function diffRecords(from: PlainRecord, to: PlainRecord, path: string[]): Edit[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return names.flatMap((name): Edit[] => {
    const [before, after, here] = [from[name], to[name], [...path, name]];
    if (equalPlain(before, after)) return [];
    const list = clauseLists.find((one) => one.path.join('.') === here.join('.'));
    const edits = list ? diffLists(before, after, here, list.id) : null;
    if (edits !== null) return edits;
    // Blocks that hold a list of clauses are compared inside; all others change as a whole.
    const holdsList = clauseLists.some((one) => one.path.join('.').startsWith(`${here.join('.')}.`));
    const isBlock = holdsList || (path.length === 0 && blocks.has(name));
    if (isBlock && isPlainRecord(before) && isPlainRecord(after)) return diffRecords(before, after, here);
    return [
      {
        kind: 'set',
        path: here,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      },
    ];
  });
}

/** Blocks without a list of clauses whose values change one by one. */
const blocks = new Set(['term', 'calendar', 'outreach', 'credit', 'plan']);

function diffLists(before: Plain | undefined, after: Plain | undefined, list: string[], id: string): Edit[] | null {
  const [from, to] = [listIds(before, id), listIds(after, id)];
  if (from === null || to === null) return null;
  const [left, right] = [before as Plain[], after as Plain[]];
  const edits: Edit[] = [];
  for (const [index, one] of from.entries()) {
    const item = left[index] as Plain;
    const place = to.indexOf(one);
    if (place < 0) edits.push({ kind: 'remove', list, id: one, before: item });
    else if (!equalPlain(item, right[place])) {
      edits.push({ kind: 'replace', list, id: one, before: item, after: right[place] as Plain });
    }
  }
  const kept = from.filter((one) => to.includes(one));
  const wanted = to.filter((one) => from.includes(one));
  if (kept.join(' ') !== wanted.join(' ')) edits.push({ kind: 'order', list, before: kept, after: wanted });
  for (const [index, one] of to.entries()) {
    if (!from.includes(one)) edits.push({ kind: 'add', list, id: one, index, after: right[index] as Plain });
  }
  return edits;
}

function describeEdit(edit: Edit, left: readonly Sentence[], right: readonly Sentence[]): AgreementChange {
  const path = 'path' in edit ? edit.path : 'id' in edit ? [...edit.list, edit.id] : edit.list;
  const clause = path.join('.');
  if (edit.kind === 'order') {
    const name = (id: string) => right.find((one) => one.clause === `${clause}.${id}`)?.name ?? id;
    const order = edit.after.map(name).join(', ');
    return { edit, clause, before: '', after: '', sentence: `The order becomes: ${order}.` };
  }
  const [before, after] = [findText(left, path), findText(right, path)];
  const isNew = edit.kind === 'add' || (edit.kind === 'set' && edit.before === undefined);
  const isGone = edit.kind === 'remove' || (edit.kind === 'set' && edit.after === undefined);
  let sentence = `${before} becomes: ${after}`;
  if (before === after && !isNew && !isGone)
    sentence = `Written in another way, with the same meaning in words: ${after}`;
  else if (before === '' || (isNew && before === after)) sentence = `New: ${after}`;
  else if (after === '' || (isGone && before === after)) sentence = `No longer: ${before}`;
  return { edit, clause, before, after, sentence };
}

/** All sentences of the place, else those of the nearest larger one. */
function findText(sentences: readonly Sentence[], path: readonly string[]): string {
  for (let length = path.length; length > 0; length -= 1) {
    const clause = path.slice(0, length).join('.');
    const found = sentences.filter((one) => one.clause === clause || one.clause.startsWith(`${clause}.`));
    if (found.length > 0) return found.map(({ text }) => text).join(' ');
    // A clause of a list that is not there has no sentence; its neighbours do not speak for it.
    if (clauseLists.some((list) => list.path.join('.') === path.slice(0, length - 1).join('.'))) return '';
  }
  return '';
}
