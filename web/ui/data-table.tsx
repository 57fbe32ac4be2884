/** A list of records with all its states: a table on wide screens, cards on a phone; "load more" while there is more. */
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { ListState } from '../queries.ts';
import styles from './data-table.module.css';
import { ErrorState, LoadingState } from './states.tsx';

export type Column<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: 'end';
  /** The column that names the record: heads the card on a phone and the row for screen readers. */
  main?: boolean;
  /** Controls: at the end of the row, at the foot of the card; the header is only spoken. */
  actions?: boolean;
};

export type DataTableProps<Row> = {
  /** What is listed, for screen readers: "Members". */
  label: string;
  list: ListState<Row>;
  columns: Column<Row>[];
  rowKey: (row: Row) => string;
  /** An EmptyState. */
  empty: ReactNode;
};

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, list, empty } = props;
  const narrow = useMediaQuery('(max-width: 820px)', false, { getInitialValueInEffect: false });
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
      {list.more && (
        <div className={styles.more}>
          <span className="cap" aria-live="polite">
            The first {list.rows.length} are shown.
          </span>
          <Button data-size="small" onClick={list.more.load} loading={list.more.busy}>
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}

function Table<Row>({ label, columns, rows, rowKey }: DataTableProps<Row> & { rows: Row[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className={styles.scroll} aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" data-align={column.align}>
                <span className={column.actions ? styles.spoken : undefined}>{column.header}</span>
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
