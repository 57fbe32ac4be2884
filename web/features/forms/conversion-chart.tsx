/** Views of each day and how many of them were sent, as bars or as a table. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Conversion } from '../../../src/features/forms/schema.ts';
import { useFormat } from '../../format.ts';
import styles from './forms.module.css';

type Day = Conversion & { day: string };
type Measured = { from: string; to: string; days: readonly Day[] };

const height = 96;
const dayLength = 86_400_000;

export function ConversionChart({ conversion }: { conversion: Measured }) {
  const [as, setAs] = useState('chart');
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.chartHead}>
        <span>By day: views, and of them sent</span>
        <SegmentedControl
          size="xs"
          aria-label="Show as"
          data={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
          value={as}
          onChange={setAs}
        />
      </figcaption>
      {as === 'chart' ? <Bars {...conversion} /> : <Days days={conversion.days} />}
    </figure>
  );
}

/** Every day of a span, with nothing where nothing happened. */
function listDays({ from, to, days }: Measured): { day: string; views: number; converted: number }[] {
  const known = new Map(days.map((row) => [row.day, row]));
  const length = (Date.parse(to) - Date.parse(from)) / dayLength + 1;
  return Array.from({ length }, (_, at) => {
    const day = new Date(Date.parse(from) + at * dayLength).toISOString().slice(0, 10);
    const { views = 0, converted = 0 } = known.get(day) ?? {};
    return { day, views, converted };
  });
}

function Bars(measured: Measured) {
  const format = useFormat();
  const days = listDays(measured);
  const most = Math.max(1, ...days.map(({ views }) => views));
  const best = days.findLast(({ views }) => views === most);
  const width = 100 / days.length;
  const tall = (count: number) => (count / most) * height;
  return (
    <>
      <svg
        className={styles.bars}
        viewBox={`0 0 100 ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Views and submissions of each day. ${best && best.views > 0 ? `Most views on ${format.day(best.day)}: ${best.views}, of which ${best.converted} were sent.` : 'No views.'}`}
      >
        {days.map(({ day, views, converted }, at) => (
          <g key={day}>
            <title>{`${format.day(day)}: ${views} views, ${converted} sent`}</title>
            <rect className={styles.hit} x={at * width} y={0} width={width} height={height} />
            <rect
              className={styles.views}
              x={at * width + width * 0.12}
              y={height - tall(views)}
              width={width * 0.76}
              height={tall(views)}
            />
            <rect
              className={styles.sent}
              x={at * width + width * 0.12}
              y={height - tall(converted)}
              width={width * 0.76}
              height={tall(converted)}
            />
          </g>
        ))}
      </svg>
      <p className={styles.axis}>
        <span>{format.day(measured.from)}</span>
        <span>
          {best && best.views > 0 && `Most on ${format.day(best.day)}: ${best.views} views, ${best.converted} sent`}
        </span>
        <span>{format.day(measured.to)}</span>
      </p>
    </>
  );
}

function Days({ days }: { days: readonly Day[] }) {
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.days} aria-label="Counts by day" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Views</th>
            <th scope="col">Of them sent</th>
            <th scope="col">Submissions</th>
            <th scope="col">Suspected</th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ day, views, converted, submissions, suspected }) => (
            <tr key={day}>
              <th scope="row">{format.day(day)}</th>
              {[views, converted, submissions, suspected].map((count, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place in the row
                <td key={at}>{format.number(count)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
