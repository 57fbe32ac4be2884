import type { ReactNode } from 'react';
import { departmentClass } from '../../ui/department.ts';
import { Half } from '../../ui/half.tsx';
import { Diff } from './change-list.tsx';
import styles from './compare.module.css';
import type { CompareRow } from './compare-rows.ts';
import { KeepCounts } from './keep-counts.tsx';
import { TalkButton } from './talk-button.tsx';
import { diffWords } from './word-diff.ts';

const kindWords = { same: null, changed: 'Changed', new: 'New', gone: 'Gone', moved: 'Order' } as const;

export function CompareTable({
  rows,
  before,
  after,
}: {
  rows: readonly CompareRow[];
  before: number | null;
  after: number;
}) {
  const articles = [...new Set(rows.map(({ article }) => article))];
  return (
    <div className={styles.sheet}>
      <div className={styles.columns} aria-hidden="true">
        <span />
        <span>{before === null ? 'Before' : `Version ${before}`}</span>
        <span>Version {after}</span>
      </div>
      {articles.map((article) => (
        <section key={article} aria-label={article}>
          <h3 className={styles.article}>{article}</h3>
          {rows
            .filter((row) => row.article === article)
            .map((row) => (
              <Row key={`${row.kind} ${row.anchor}`} row={row} before={before} after={after} />
            ))}
        </section>
      ))}
    </div>
  );
}

function Row({ row, before, after }: { row: CompareRow; before: number | null; after: number }) {
  const { kind, owner, number, name, remark } = row;
  const pieces = diffWords(row.before, row.after);
  const word = kindWords[kind];
  const isMarked = kind === 'changed';
  return (
    <article className={`${styles.row} ${departmentClass[owner]}`} data-kind={kind} aria-label={`${number} ${name}`}>
      <div className={styles.of}>
        <span className={styles.number}>{number}</span>
        {owner !== 'both' && <Half department={owner} />}
        {word && <span className={styles.kind}>{word}</span>}
      </div>
      {remark !== null ? (
        <p className={styles.remark}>{remark}</p>
      ) : (
        <>
          <Side label={before === null ? 'Before' : `Version ${before}`} isEmpty={row.before === ''}>
            {isMarked ? (
              <Diff pieces={pieces.filter(({ kind }) => kind !== 'new')} />
            ) : kind === 'gone' ? (
              <del>{row.before}</del>
            ) : (
              row.before
            )}
          </Side>
          <Side label={`Version ${after}`} isEmpty={row.after === ''}>
            {isMarked ? (
              <Diff pieces={pieces.filter(({ kind }) => kind !== 'gone')} />
            ) : kind === 'new' ? (
              <ins>{row.after}</ins>
            ) : (
              row.after
            )}
          </Side>
        </>
      )}
      {kind !== 'gone' && kind !== 'moved' && (
        <div className={styles.talk}>
          <TalkButton path={row.path} number={number} name={name} isAlwaysSeen />
          <KeepCounts path={row.path} />
        </div>
      )}
    </article>
  );
}

function Side({ label, isEmpty, children }: { label: string; isEmpty: boolean; children: ReactNode }) {
  return (
    <div className={styles.side} data-empty={isEmpty || undefined}>
      <span className={styles.label}>{label}</span>
      {isEmpty ? <p className={styles.none}>No such clause</p> : <p className={styles.text}>{children}</p>}
    </div>
  );
}
