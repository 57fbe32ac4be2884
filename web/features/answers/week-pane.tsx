/** What Sales said in the last seven days, by reason, campaign and persona: counts, and shares with the span in which they lie. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { wilson } from '../../../src/core/statistics/wilson.ts';
import { groupFeedback } from '../../../src/features/feedback/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import styles from './answers.module.css';

const week = 7 * 86_400_000;
const hour = 3_600_000;
/** Below this a share says little. */
const enough = 30;

/** On the full hour, so that looking again asks the same. */
const weekAgo = () => new Date(Math.floor((now().getTime() - week) / hour) * hour).toISOString();

export function WeekPane({ isNothingOwed }: { isNothingOwed: boolean }) {
  const [from] = useState(weekAgo);
  const { data, error, refetch } = useQuery(queryOf(groupFeedback, { query: { from } }));
  if (!data) {
    return (
      <section className={styles.week} aria-label="What Sales said">
        {error ? (
          <ErrorState error={error} what="What Sales said could not be counted." retry={() => void refetch()} />
        ) : (
          <LoadingState lines={6} label="Counting what Sales said" />
        )}
      </section>
    );
  }
  const total = data.reasons.reduce((sum, group) => sum + group.total, 0);
  const answered = total - data.reasons.reduce((sum, { open, contested }) => sum + open + contested, 0);
  if (total === 0) {
    return (
      <section className={styles.week} aria-label="What Sales said">
        <EmptyState title={isNothingOwed ? 'Nothing to answer' : 'Sales rejected nothing in the last 7 days'}>
          When Sales rejects a lead, it stands here with its reason and the time in which it is to be answered: agree
          and say what changes, or contest it once.
        </EmptyState>
      </section>
    );
  }
  return (
    <section className={styles.week} aria-labelledby="week-title">
      <div>
        <header>
          <h2 id="week-title">What Sales said in the last 7 days</h2>
          <p className={styles.lead}>
            {total === 1 ? 'One lead was' : `${total} leads were`} rejected; {answered} {answered === 1 ? 'is' : 'are'}{' '}
            answered or decided.
            {total < enough &&
              ` Not enough data for shares (${total} of ${enough}): the span says how far they may be off.`}
          </p>
        </header>
        <Shares title="By reason" groups={data.reasons} total={total} />
        <Shares title="By campaign" groups={data.campaigns} total={total} />
        <Shares title="By persona" groups={data.personas} total={total} />
      </div>
    </section>
  );
}

type Group = { key: string | null; name: string; total: number; open: number; contested: number };

function Shares({ title, groups, total }: { title: string; groups: readonly Group[]; total: number }) {
  const format = useFormat();
  // One group of "None" says nothing.
  if (groups.length === 0 || (groups.length === 1 && groups[0]?.key === null)) return null;
  return (
    <section>
      <h3>{title}</h3>
      <table className={styles.shares}>
        <thead>
          <tr>
            <th scope="col">{title.replace('By ', '').replace(/^./, (first) => first.toUpperCase())}</th>
            <th scope="col" className={styles.figure}>
              Rejected
            </th>
            <th scope="col" className={styles.figure}>
              Share, 95 %
            </th>
            <td className={styles.bar} />
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => {
            const { rate, low, high } = wilson(group.total, total);
            const isLittle = total < enough;
            return (
              <tr key={group.key ?? ''}>
                <th scope="row">
                  {group.key === null ? 'None' : group.name}
                  <Waiting group={group} />
                </th>
                <td className={styles.figure}>
                  {group.total} of {total}
                </td>
                <td className={styles.figure}>
                  {rate !== null && low !== null && high !== null && (
                    <>
                      {!isLittle && `${format.percent(rate)}, `}
                      <span className="cap">
                        {format.percent(low)} to {format.percent(high)}
                      </span>
                    </>
                  )}
                </td>
                <td className={styles.bar} aria-hidden="true">
                  {rate !== null && low !== null && high !== null && (
                    <span className={styles.track}>
                      <span
                        className={styles.share}
                        data-little={isLittle || undefined}
                        style={{ width: `${rate * 100}%` }}
                      />
                      <span
                        className={styles.span}
                        style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }}
                      />
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Waiting({ group: { open, contested } }: { group: Group }) {
  const words = [open > 0 && `${open} to answer`, contested > 0 && `${contested} contested`].filter(Boolean);
  return words.length > 0 ? <span className="cap"> {words.join(', ')}</span> : null;
}
