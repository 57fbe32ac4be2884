/** The funnel of the term: entries by stage as a flow, and the one rate that may be planned with. */
import { useQuery } from '@tanstack/react-query';
import { type Funnel as FunnelData, reportFunnel } from '../../../src/features/scoreboard/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { departmentClass } from '../../ui/department.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import styles from './board.module.css';

export function Funnel() {
  const { data, error, refetch } = useQuery(queryOf(reportFunnel, {}));
  const format = useFormat();
  const funnel = data?.data;
  const most = Math.max(0, ...(funnel?.stages.map(({ entered }) => entered) ?? []));
  return (
    <Card title={funnel ? `Since ${format.day(funnel.from)}` : 'The term'} lead="Entries by stage: a flow, no rate">
      {error && <ErrorState error={error} what="The funnel could not be loaded." retry={() => void refetch()} />}
      {!error && !data && <LoadingState lines={6} label="Loading the funnel" />}
      {funnel && most === 0 && (
        <EmptyState title="Nobody has entered a stage yet">
          Each person stands here from the first stage on, as soon as a source sends or a file brings them.
        </EmptyState>
      )}
      {funnel && most > 0 && (
        <>
          <ol className={styles.funnel}>
            {funnel.stages.map(({ key, name, department, entered }) => (
              <li key={key} className={departmentClass[department]}>
                <span>{name}</span>
                <span className={styles.flow} aria-hidden="true">
                  <i style={{ width: `${(100 * entered) / most}%` }} />
                </span>
                <b className="num">{format.number(entered)}</b>
              </li>
            ))}
          </ol>
          {funnel.cohort && <Cohort cohort={funnel.cohort} stages={funnel.stages} />}
        </>
      )}
    </Card>
  );
}

function Cohort({ cohort, stages }: { cohort: NonNullable<FunnelData['cohort']>; stages: FunnelData['stages'] }) {
  const format = useFormat();
  const { mature, immature, rate, low, high, windowDays } = cohort;
  const nameOf = (key: string) => stages.find((stage) => stage.key === key)?.name ?? key;
  const way = `${nameOf(cohort.from)} to ${nameOf(cohort.to)}`;
  if (rate === null || low === null || high === null || windowDays === null) {
    return (
      <p className="cap">
        {way}: not enough data. {format.number(immature)} still have time, and none has come through in the time that it
        takes.
      </p>
    );
  }
  return (
    <p className="cap">
      {way}: <b>{format.percent(rate)}</b> of {format.number(mature)} whose {format.number(Math.ceil(windowDays))} days
      are over, interval {format.percent(low)} to {format.percent(high)}. {format.number(immature)} still have time and
      are left out.
    </p>
  );
}
