/** A table of cells as wide as a file: it scrolls within itself, and the first column stays. */
import type { ReactNode } from 'react';
import styles from './cell-table.module.css';

/** Beyond this many columns a browser slows down, and nobody reads along. */
const mostColumns = 60;

export type CellRow = { number: number; cells: readonly string[]; note?: ReactNode };

export function CellTable(props: {
  label: string;
  headers: readonly string[];
  rows: readonly CellRow[];
  /** Heads the column of the notes, where rows have some. */
  noteHeader?: string;
}) {
  const { label, headers, rows, noteHeader } = props;
  const shown = headers.slice(0, mostColumns);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={styles.scroll} aria-label={label} tabIndex={0}>
        <table className={styles.cells}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              {noteHeader && <th scope="col">{noteHeader}</th>}
              {shown.map((header, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file have no other name than their place
                <th key={at} scope="col">
                  {header ? <bdi>{header}</bdi> : <span className="cap">Without a name</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ number, cells, note }) => (
              <tr key={number}>
                <th scope="row">{number}</th>
                {noteHeader && <td className={styles.note}>{note}</td>}
                {shown.map((_, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells have no other name than their place
                  <td key={at}>
                    <bdi className={styles.cell} title={cells[at]}>
                      {cells[at]}
                    </bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {headers.length > mostColumns && (
        <p className={styles.under}>
          The first {mostColumns} of {headers.length} columns are shown.
        </p>
      )}
    </>
  );
}
