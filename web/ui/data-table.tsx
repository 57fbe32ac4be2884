/** A list of records with all its states: a table on wide screens, cards on a phone; "load more" while there is more. */
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ListState } from '../queries.ts';
import styles from './data-table.module.css';
import { ErrorState, LoadingState } from './states.tsx';
import { useNarrow } from './use-narrow.ts';

export type Column<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: 'end';
  /** The column that names the record: heads the card on a phone and the row for screen readers. */
  main?: boolean;
  /** Controls: at the end of the row, at the foot of the card; the header is only spoken. */
  actions?: boolean;
  /** The header orders the list; `is` says how it does now. */
  sort?: { is: 'asc' | 'desc' | null; toggle: () => void };
};

export type DataTableProps<Row> = {
  /** What is listed, for screen readers: "Members". */
  label: string;
  list: ListState<Row>;
  columns: Column<Row>[];
  rowKey: (row: Row) => string;
  /** An EmptyState. */
  empty: ReactNode;
  /** The next rows come by themselves when the end is near, up to so many: nobody reads more than that one by one. */
  endless?: number;
  /** What helps where there are too many. */
  tooMany?: ReactNode;
};

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, list, empty } = props;
  const narrow = useNarrow();
  if (!list.rows) {
    return list.error ? (
      <ErrorState error={list.error} what={`${label} could not be loaded.`} retry={list.reload} />
    ) : (
      <LoadingState lines={6} label={`Loading ${label.toLocaleLowerCase()}`} />
    );
  }
  if (list.rows.length === 0 && !list.more) return empty;
  return (
    <div className={styles.frame}>
      {narrow ? <Cards {...props} rows={list.rows} /> : <Table {...props} rows={list.rows} />}
      {list.error && <ErrorState error={list.error} what="The rest could not be loaded." retry={list.reload} />}
      {list.more && <More {...props} rows={list.rows} more={list.more} />}
    </div>
  );
}

function More<Row>(props: DataTableProps<Row> & { rows: Row[]; more: NonNullable<ListState<Row>['more']> }) {
  const { rows, more, list, endless = 0, tooMany } = props;
  const goesOn = rows.length < endless && !list.error;
  const end = useNearEnd(goesOn && !more.busy, more.load);
  return (
    <div className={styles.more} ref={end}>
      <span className="cap" aria-live="polite">
        The first {rows.length} are shown. {!goesOn && tooMany}
      </span>
      <Button data-size="small" onClick={more.load} loading={more.busy}>
        Load more
      </Button>
    </div>
  );
}

/** Calls once when the element comes within a screen of the window. */
function useNearEnd(isOn: boolean, call: () => void) {
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(call);
  useEffect(() => {
    latest.current = call;
  });
  useEffect(() => {
    if (!isOn || !element.current) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: '800px',
    });
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [isOn]);
  return element;
}

const sortWords = { asc: 'ascending', desc: 'descending' } as const;

function Table<Row>({ label, columns, rows, rowKey }: DataTableProps<Row> & { rows: Row[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className={styles.scroll} aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                data-align={column.align}
                aria-sort={column.sort?.is ? sortWords[column.sort.is] : undefined}
              >
                {column.sort ? (
                  <button type="button" className={styles.sort} data-is={column.sort.is} onClick={column.sort.toggle}>
                    {column.header}
                  </button>
                ) : (
                  <span className={column.actions ? styles.spoken : undefined}>{column.header}</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) =>
                column.main ? (
                  <th key={column.key} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} data-align={column.actions ? 'end' : column.align}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cards<Row>({ label, columns, rows, rowKey }: DataTableProps<Row> & { rows: Row[] }) {
  const main = columns.filter((column) => column.main);
  const facts = columns.filter((column) => !(column.main || column.actions));
  const actions = columns.filter((column) => column.actions);
  return (
    <ul className={styles.cards} aria-label={label}>
      {rows.map((row) => (
        <li key={rowKey(row)}>
          {main.map((column) => (
            <div key={column.key} className={styles.main}>
              {column.cell(row)}
            </div>
          ))}
          <dl>
            {facts.map((column) => (
              <div key={column.key}>
                <dt>{column.header}</dt>
                <dd>{column.cell(row)}</dd>
              </div>
            ))}
          </dl>
          {actions.map((column) => (
            <div key={column.key} className={styles.actions}>
              {column.cell(row)}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
