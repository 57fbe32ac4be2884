/** Lays two versions beside each other: every clause of either, in the order of the newer one. */
import type { MemberDepartment } from '../../../src/core/access.ts';
import type { Article, Clause } from './articles.ts';

export type CompareRow = {
  path: string;
  anchor: string;
  /** In the newer version; of what is gone, in the older. */
  number: string;
  article: string;
  name: string;
  owner: MemberDepartment;
  kind: 'same' | 'changed' | 'new' | 'gone' | 'moved';
  before: string;
  after: string;
  /** What cannot be seen in the sentences: another order, another spelling with the same meaning. */
  remark: string | null;
};

type Change = {
  kind: 'set' | 'add' | 'remove' | 'replace' | 'order';
  clause: string;
  before: string;
  after: string;
  sentence: string;
};

export function listRows(
  before: readonly Article[],
  after: readonly Article[],
  changes: readonly Change[],
): CompareRow[] {
  const old = new Map(before.flatMap(({ clauses }) => clauses.map((clause) => [clause.anchor, clause] as const)));
  const kept = new Set<string>();
  const remarks = new Map(changes.filter(isUnseen).map(({ clause, sentence }) => [clause, sentence]));
  const rows = after.flatMap(({ title, clauses }) =>
    clauses.map((clause): CompareRow => {
      const was = old.get(clause.anchor);
      if (was) kept.add(clause.anchor);
      const remark = remarks.get(clause.path) ?? null;
      const isSame = was?.text === clause.text && remark === null;
      return rowOf(clause, title, was ? (isSame ? 'same' : 'changed') : 'new', was?.text ?? '', clause.text, remark);
    }),
  );
  const gone = before.flatMap(({ title, clauses }) =>
    clauses
      .filter(({ anchor }) => !kept.has(anchor))
      .map((clause) => rowOf(clause, title, 'gone', clause.text, '', null)),
  );
  for (const row of gone) rows.splice(placeOf(row, rows, after), 0, row);
  const orders = changes.filter(({ kind }) => kind === 'order');
  for (const { clause, sentence } of orders) {
    const place = rows.findIndex(({ path }) => path.startsWith(`${clause}.`));
    const first = rows[place];
    if (first)
      rows.splice(place, 0, {
        ...first,
        path: clause,
        anchor: clause,
        number: '',
        name: 'Order',
        kind: 'moved',
        before: '',
        after: '',
        remark: sentence,
      });
  }
  return rows;
}

/** Changes with the same sentence before and after. */
const isUnseen = ({ kind, before, after }: Change) => kind !== 'order' && before === after && before !== '';

function rowOf(
  clause: Clause,
  article: string,
  kind: CompareRow['kind'],
  before: string,
  after: string,
  remark: string | null,
): CompareRow {
  const { path, anchor, number, name, owner } = clause;
  return { path, anchor, number, article, name, owner, kind, before, after, remark };
}

/** What is gone stands at the end of its article, or where that article would be. */
function placeOf({ article }: CompareRow, rows: readonly CompareRow[], after: readonly Article[]): number {
  const last = rows.findLastIndex((row) => row.article === article);
  if (last >= 0) return last + 1;
  return after.some(({ title }) => title === article) ? 0 : rows.length;
}
