/** What a version changes, clause by clause, with the words that come and go. */
import { useQuery } from '@tanstack/react-query';
import { getChanges } from '../../../src/features/agreements/schema.ts';

import { queryOf } from '../../queries.ts';
import { departmentClass } from '../../ui/department.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { sideOf } from './articles.ts';
import styles from './standing.module.css';
import { type DiffPiece, diffWords } from './word-diff.ts';

/** The first of many. */
const mostShown = 4;

export function ChangeList({ versionId }: { versionId: string }) {
  const { data, error, refetch } = useQuery(queryOf(getChanges, { params: { versionId }, query: {} }));
  if (error) return <ErrorState error={error} what="The changes could not be loaded." retry={() => void refetch()} />;
  if (!data) return <LoadingState lines={3} label="Loading the changes" />;
  if (data.since === null) {
    return <p className="sub">It is the first agreement: every clause of it is new.</p>;
  }
  if (data.data.length === 0)
    return <p className="sub">Nothing changes: it says the same as version {data.since.number}.</p>;
  const rest = data.data.length - mostShown;
  return (
    <>
      <p className="cap">
        {data.data.length === 1 ? 'One change' : `${data.data.length} changes`} against version {data.since.number}
      </p>
      <ul className={styles.changes}>
        {data.data.slice(0, mostShown).map((change) => (
          <li
            key={`${change.kind} ${change.clause}`}
            className={departmentClass[sideOf(change.clause)]}
            data-kind={change.kind}
          >
            <Diff
              pieces={
                change.before || change.after
                  ? diffWords(change.before, change.after)
                  : [{ text: change.sentence, kind: 'same' }]
              }
            />
          </li>
        ))}
        {rest > 0 && <li className="cap">and {rest === 1 ? 'one more' : `${rest} more`}</li>}
      </ul>
    </>
  );
}

export function Diff({ pieces }: { pieces: readonly DiffPiece[] }) {
  let at = 0;
  return pieces.map(({ text, kind }) => {
    at += 1;
    if (kind === 'gone') return <del key={at}>{text}</del>;
    return kind === 'new' ? <ins key={at}>{text}</ins> : text;
  });
}
