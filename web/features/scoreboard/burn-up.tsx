/** What came against what was promised, day by day: two lines with their words beside them, or a table of the same. */
import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { PromiseFigure } from '../../../src/features/promises/schema.ts';
import { useFormat } from '../../format.ts';
import styles from './burn-up.module.css';
import { sayAmount } from './promise-words.ts';

type Paced = PromiseFigure & { pace: NonNullable<PromiseFigure['pace']> };

export function BurnUp({ figure, currency }: { figure: Paced; currency: string }) {
  const format = useFormat();
  const [isTable, setTable] = useState(false);
  const id = useId();
  const { measure, pace, delivered, target, verdict } = figure;
  const say = (value: number) => sayAmount(measure, value, currency, format);
  const title = measure === 'count' ? 'Leads handed over' : 'What they are worth';
  const words = `${say(delivered ?? 0)} of ${say(target)}`;
  const gap =
    verdict === 'nothing-owed'
      ? ''
      : pace.delta >= 0
        ? `${say(pace.delta)} ahead of the pace`
        : `${say(-pace.delta)} behind the pace`;
  return (
    <section className={`${styles.burnUp} mkt`} aria-labelledby={id}>
      <header>
        <h3 id={id}>
          {title} <span className={`cap ${styles.of}`}>{words}</span>
        </h3>
        <Button variant="subtle" data-size="small" onClick={() => setTable(!isTable)} aria-pressed={isTable}>
          Table
        </Button>
        <Button component="a" variant="subtle" data-size="small" href={toCsv(pace.line)} download={`${measure}.csv`}>
          CSV
        </Button>
      </header>
      <p className="cap">{figure.sentence}</p>
      {isTable ? (
        <div className={styles.days}>
          <table>
            <thead>
              <tr>
                <th scope="col">Day</th>
                <th scope="col">Pace</th>
                <th scope="col">Delivered</th>
              </tr>
            </thead>
            <tbody>
              {pace.line.map(({ day, goal, actual }) => (
                <tr key={day}>
                  <th scope="row">{format.day(day)}</th>
                  <td>{say(goal)}</td>
                  <td>{actual === null ? '' : say(actual)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Plot line={pace.line} target={target} label={`${title}: ${words}, ${gap}`} promised={say(target)} gap={gap} />
      )}
    </section>
  );
}

function Plot(props: { line: Paced['pace']['line']; target: number; label: string; promised: string; gap: string }) {
  const format = useFormat();
  const { line, target } = props;
  const came = line.flatMap(({ actual }) => (actual === null ? [] : [actual]));
  const last = came.at(-1) ?? 0;
  // A tenth of room above the higher of both.
  const top = Math.max(target, last, 1e-9) * 1.1;
  const x = (index: number) => (100 * index) / Math.max(1, line.length);
  const y = (value: number) => 100 - (100 * value) / top;
  const done = [[0, 100], ...came.map((value, index) => [x(index + 1), y(value)])]
    .map((point) => point.join(' '))
    .join(' L');
  const needed = line.map(({ goal }, index) => `${x(index + 1)} ${y(goal)}`).join(' L');
  const [here, height] = [x(came.length), y(last)];
  return (
    <div className={styles.plot} role="img" aria-label={props.label}>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <path className={styles.area} d={`M${done} L${here} 100Z`} />
        <path className={styles.axis} d="M0 100 L100 100" />
        <path className={styles.need} d={`M0 100 L${needed}`} />
        <path className={styles.done} d={`M${done}`} />
      </svg>
      <i style={{ left: `${here}%`, top: `${height}%` }} />
      <span style={{ right: 0, top: `calc(${y(target)}% - 20px)` }}>{props.promised} promised</span>
      <span
        className={styles.gap}
        style={
          here > 55
            ? { right: `${100 - here}%`, top: `calc(${height}% + 10px)` }
            : { left: `${here}%`, top: `calc(${Math.min(height, 78)}% - 8px)` }
        }
      >
        {props.gap}
      </span>
      <span style={{ left: 0, bottom: '-22px' }}>{line[0] && format.day(line[0].day)}</span>
      <span style={{ right: 0, bottom: '-22px' }}>{line.at(-1) && format.day(line.at(-1)?.day ?? '')}</span>
    </div>
  );
}

function toCsv(line: Paced['pace']['line']): string {
  const rows = line.map(({ day, goal, actual }) => `${day},${goal},${actual ?? ''}`);
  return `data:text/csv;charset=utf-8,${encodeURIComponent(['day,pace,delivered', ...rows, ''].join('\r\n'))}`;
}
