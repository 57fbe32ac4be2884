/** How the attempts of the term are known: what is typed rests on somebody's word. */
import { useQuery } from '@tanstack/react-query';
import { reportAttempts } from '../../../src/features/scoreboard/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';

export function AttemptShare() {
  const { data, error, refetch } = useQuery(queryOf(reportAttempts, {}));
  const format = useFormat();
  const report = data?.data;
  return (
    <Card title="How attempts are known" lead="Observed by a mail, a calendar or a dialler, or typed by the rep">
      {error && <ErrorState error={error} what="The attempts could not be loaded." retry={() => void refetch()} />}
      {!error && !data && <LoadingState lines={2} label="Loading the attempts" />}
      {report?.count === 0 && (
        <EmptyState title="No attempt in the term yet">
          Calls, mails, meetings and messages to leads are counted here as soon as there are any.
        </EmptyState>
      )}
      {report && report.rate !== null && report.low !== null && report.high !== null && (
        <p>
          <b>
            Typed {format.number(report.typed)} of {format.number(report.count)} attempts
          </b>{' '}
          <span className="cap">
            {format.percent(report.rate)}, interval {format.percent(report.low)} to {format.percent(report.high)}, since{' '}
            {format.day(report.from)}
          </span>
        </p>
      )}
    </Card>
  );
}
