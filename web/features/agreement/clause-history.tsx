/** Which versions wrote or changed a clause, with the words that came and went, and who proposed it. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getClauseHistory } from '../../../src/features/clauses/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { Diff } from './change-list.tsx';
import { useRoom } from './room.ts';
import styles from './talk.module.css';
import { partyNames, statusWords } from './version-words.ts';
import { diffWords } from './word-diff.ts';

const kindWords = { written: 'Written', changed: 'Changed', removed: 'Taken away' } as const;

export function ClauseHistory({ path }: { path: string }) {
  const { versionId } = useRoom();
  const format = useFormat();
  const { data, error, refetch } = useQuery(
    queryOf(getClauseHistory, { params: { versionId }, query: { clause: path } }),
  );
  return (
    <section className={styles.part} aria-labelledby="clause-history">
      <h3 id="clause-history">History</h3>
      {error ? (
        <ErrorState error={error} what="The history could not be loaded." retry={() => void refetch()} />
      ) : !data ? (
        <LoadingState lines={2} label="Loading the history" />
      ) : (
        <ol className={styles.history}>
          {data.data.map(({ version, kind, before, after, proposedBy, proposedFor, message, inForceFrom }) => (
            <li key={version.id}>
              <p>
                <b>{kindWords[kind]}</b> in{' '}
                <Link className="link" to="/agreement/$versionId" params={{ versionId: version.id }}>
                  version {version.number}
                </Link>{' '}
                <span className="cap">
                  {inForceFrom
                    ? `in force from ${format.date(inForceFrom)}`
                    : statusWords[version.status].word.toLocaleLowerCase()}
                  {proposedBy && `, proposed by ${proposedBy.name}`}
                  {proposedBy && proposedFor && ` for ${partyNames[proposedFor]}`}
                </span>
              </p>
              {kind === 'changed' && (
                <p className={styles.diff}>
                  <Diff pieces={diffWords(before, after)} />
                </p>
              )}
              {message && (
                <p className="sub">
                  <bdi>{message}</bdi>
                </p>
              )}
            </li>
          ))}
          {data.olderThan !== null && <li className="cap">Versions before {data.olderThan} are not shown.</li>}
        </ol>
      )}
    </section>
  );
}
