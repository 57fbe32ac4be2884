/** The Scoreboard under an agreement: are we keeping our word? */
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type Department, departments } from '../../../src/core/access.ts';
import { type PromiseFigure, reportPromises } from '../../../src/features/promises/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { useStream } from '../../stream.ts';
import { Card } from '../../ui/card.tsx';
import { Handshake } from '../../ui/handshake.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { AttemptShare } from './attempt-share.tsx';
import styles from './board.module.css';
import { BurnUp } from './burn-up.tsx';
import { Exceptions } from './exceptions.tsx';
import { Funnel } from './funnel.tsx';
import { Promises } from './promises.tsx';
import { RecordsSheet } from './records-sheet.tsx';
import page from './scoreboard.module.css';
import { Wins } from './wins.tsx';

/** While news come by themselves, what time alone breaks is read anew this often. */
const often = 60_000;

export function Board() {
  const stream = useStream();
  const { promise, side } = useSearch({ from: '/signed-in/scoreboard' });
  const { data, error, refetch } = useQuery({
    ...queryOf(reportPromises, { query: {} }),
    refetchInterval: stream === 'down' ? often / 4 : often,
  });
  if (error && !data) {
    return <ErrorState error={error} what="The promises could not be loaded." retry={() => void refetch()} />;
  }
  if (!data) return <LoadingState lines={12} label="Loading the promises" />;
  const currency = data.agreement?.currency ?? 'EUR';
  const paced = data.data.flatMap((figure) => (figure.pace === null ? [] : [{ ...figure, pace: figure.pace }]));
  const open = data.data.find(({ clause, department }) => clause === promise && department === side);
  return (
    <>
      <Hero figures={data.data} name={data.agreement?.name ?? ''} number={data.agreement?.number ?? 0} />
      <div className="stack">
        <Promises figures={data.data} currency={currency} />
        <div className={styles.grid}>
          <Exceptions />
          <div className="stack">
            <Funnel />
            <AttemptShare />
          </div>
        </div>
        {paced.length > 0 && (
          <Card>
            <div className={styles.charts}>
              {paced.map((figure) => (
                <BurnUp key={figure.clause} figure={figure} currency={currency} />
              ))}
            </div>
          </Card>
        )}
        <Wins />
      </div>
      {promise && side && <RecordsSheet clause={promise} side={side} {...(open ? { figure: open } : {})} />}
    </>
  );
}

function Hero({ figures, name, number }: { figures: readonly PromiseFigure[]; name: string; number: number }) {
  const format = useFormat();
  const [marketing, sales] = departments.map((side) => sumUp(figures, side));
  if (!(marketing && sales)) return null;
  const words = ({ kept, decided }: Sum) => (decided === 0 ? 'nothing decided' : `${kept} of ${decided}`);
  const isKnown = marketing.decided + sales.decided > 0;
  return (
    <section className={page.hero}>
      <h2>{sayState(figures)}</h2>
      <p className="sub">
        {name}, version {number}.{' '}
        {isKnown
          ? 'Decided cases of the running periods, both sides by the same count.'
          : 'No promise has fallen due in the running periods: figures appear with the first lead that is handed over.'}
      </p>
      <p className={page.sides}>
        <span className="mkt">
          <b>Marketing kept {marketing.decided > 0 ? format.percent(marketing.kept / marketing.decided) : '–'}</b>{' '}
          <span className="cap">{words(marketing)}</span>
        </span>
        <span className="sales">
          <span className="cap">{words(sales)}</span>{' '}
          <b>Sales kept {sales.decided > 0 ? format.percent(sales.kept / sales.decided) : '–'}</b>
        </span>
      </p>
      <Handshake
        marketing={marketing.decided > 0 ? marketing.kept / marketing.decided : 0}
        sales={sales.decided > 0 ? sales.kept / sales.decided : 0}
        label={`Marketing kept ${words(marketing)} of what was decided, Sales ${words(sales)}`}
      />
    </section>
  );
}

type Sum = { kept: number; decided: number };

/** Shares only: so many leads of so many are no promises kept. */
function sumUp(figures: readonly PromiseFigure[], side: Department): Sum {
  const own = figures.filter(({ department, measure }) => department === side && measure === 'share');
  return {
    kept: own.reduce((sum, { kept }) => sum + kept, 0),
    decided: own.reduce((sum, { decided }) => sum + decided, 0),
  };
}

function sayState(figures: readonly PromiseFigure[]): string {
  const missed = departments.filter((side) =>
    figures.some(({ department, verdict }) => department === side && verdict === 'missed'),
  );
  const slow = figures.some(({ verdict }) => verdict === 'behind-pace');
  if (missed.length === 2) return 'Both sides miss a promise.';
  if (missed.length === 1) return `${missed[0] === 'marketing' ? 'Marketing' : 'Sales'} misses a promise.`;
  if (slow) return 'No promise is missed. Leads are behind pace.';
  const good = departments.filter((side) =>
    figures.some(({ department, verdict }) => department === side && (verdict === 'kept' || verdict === 'on-pace')),
  );
  if (good.length === 2) return 'Promises are kept on both sides.';
  return good.length === 1 ? 'No promise is missed so far.' : 'Both sides have signed. Nothing is decided yet.';
}
