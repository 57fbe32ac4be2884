/**
 * A table of any length: only the rows in sight are drawn, further pages come while one scrolls. Cells are reached with the
 * arrow keys, edited with Enter, chosen with Space. On a phone it is the cards of `DataTable`.
 */
import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ListState } from '../queries.ts';
import { type Column, DataTable } from './data-table.tsx';
import { ErrorState, LoadingState } from './states.tsx';
import { moveCell, type Place } from './table-keys.ts';
import { useNarrow } from './use-narrow.ts';
import styles from './virtual-table.module.css';

export type WideColumn<Row> = Column<Row> & {
  /** In pixels; the reader may change it. */
  width: number;
  /** What the cell is edited with; `close` gives the keyboard back to the table. */
  edit?: (row: Row, close: () => void) => ReactNode;
};

export type RowChoice = {
  has: (id: string) => boolean;
  toggle: (id: string, through?: readonly string[]) => void;
  toggleRows: (ids: readonly string[]) => void;
};

export type VirtualTableProps<Row> = {
  /** What is listed, for screen readers: "People". */
  label: string;
  list: ListState<Row>;
  columns: WideColumn<Row>[];
  rowKey: (row: Row) => string;
  /** How a row is called where it is chosen: "Olivia Hartmann". */
  rowName: (row: Row) => string;
  empty: ReactNode;
  /** How many there are; null while that is not known, or more than anybody counts. */
  total: number | null;
  density?: 'calm' | 'compact';
  choice?: RowChoice | undefined;
  onResize?: (key: string, width: number) => void;
  /** What helps where there are too many for a phone. */
  tooMany?: ReactNode;
};

const rowHeights = { calm: 57, compact: 37 };
/** On a phone nobody reads more cards than this one by one. */
const mostCards = 1_000;
export const widths = { least: 80, most: 640, step: 16, choice: 44 };

export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, list, empty } = props;
  const narrow = useNarrow();
  if (narrow) return <DataTable {...props} endless={mostCards} />;
  if (!list.rows) {
    return list.error ? (
      <ErrorState error={list.error} what={`${label} could not be loaded.`} retry={list.reload} />
    ) : (
      <LoadingState lines={8} label={`Loading ${label.toLocaleLowerCase()}`} />
    );
  }
  if (list.rows.length === 0 && !list.more) return empty;
  return <Grid {...props} rows={list.rows} />;
}

function Grid<Row>(props: VirtualTableProps<Row> & { rows: Row[] }) {
  const { label, list, columns, rows, rowKey, total, density = 'calm', choice } = props;
  const scroller = useRef<HTMLElement>(null);
  const height = useRoomBelow(scroller);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeights[density],
    getItemKey: (index) => rowKey(rows[index] as Row),
    overscan: 12,
    // The head of the table covers what is above.
    scrollPaddingStart: 40,
  });
  const items = virtual.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  useMoreWhenNear(list, last?.index ?? 0, rows.length);
  const cells = useCells(props, virtual.scrollToIndex, scroller);
  const width = columns.reduce((sum, column) => sum + column.width, choice ? widths.choice : 0);
  return (
    <div className={styles.frame}>
      <section ref={scroller} className={styles.scroll} style={{ maxHeight: height }} aria-label={label}>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are moved through and edited
          role="grid"
          className={styles.table}
          style={{ minWidth: width }}
          data-density={density}
          aria-label={label}
          aria-rowcount={list.more ? (total === null ? -1 : total + 1) : rows.length + 1}
          aria-colcount={columns.length + (choice ? 1 : 0)}
          {...(choice ? { 'aria-multiselectable': true } : {})}
          onKeyDown={cells.onKeyDown}
        >
          <colgroup>
            {choice && <col style={{ width: widths.choice }} />}
            {columns.map(({ key, width }) => (
              <col key={key} style={{ width }} />
            ))}
          </colgroup>
          <Head {...props} />
          <Spacer height={first?.start ?? 0} />
          <tbody>
            {items.map(({ index, key }) => (
              <GridRow key={key} {...props} row={rows[index] as Row} index={index} cells={cells} />
            ))}
          </tbody>
          <Spacer height={virtual.getTotalSize() - (last?.end ?? 0)} />
        </table>
      </section>
      {list.error && <ErrorState error={list.error} what="The rest could not be loaded." retry={list.reload} />}
      <Foot list={list} rows={rows.length} total={total} />
    </div>
  );
}

/** Keeps the place of rows that are not drawn. */
function Spacer({ height }: { height: number }) {
  return (
    height > 0 && (
      <tbody aria-hidden="true">
        <tr style={{ height }} />
      </tbody>
    )
  );
}

function Foot<Row>({ list, rows, total }: { list: ListState<Row>; rows: number; total: number | null }) {
  if (!list.more) return null;
  const number = (count: number) => count.toLocaleString();
  return (
    <p className={`cap ${styles.foot}`} aria-live="polite">
      {total === null ? `${number(rows)} are loaded` : `${number(rows)} of ${number(total)} are loaded`}; scroll for
      more.
    </p>
  );
}

const sortWords = { asc: 'ascending', desc: 'descending' } as const;

function Head<Row>({ columns, rows, rowKey, choice, onResize, label }: VirtualTableProps<Row> & { rows: Row[] }) {
  const ids = choice ? rows.map(rowKey) : [];
  const chosen = choice ? ids.filter(choice.has).length : 0;
  return (
    <thead>
      <tr aria-rowindex={1}>
        {choice && (
          <th scope="col">
            <Checkbox
              aria-label={`Choose all ${label.toLocaleLowerCase()} that are loaded`}
              checked={chosen === ids.length}
              indeterminate={chosen > 0 && chosen < ids.length}
              onChange={() => choice.toggleRows(ids)}
            />
          </th>
        )}
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
              <bdi>{column.header}</bdi>
            )}
            {onResize && <Edge column={column} onResize={onResize} />}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** The edge between two columns: drawn with a pointer, moved with the arrow keys. */
function Edge<Row>(props: { column: WideColumn<Row>; onResize: (key: string, width: number) => void }) {
  const { key, header, width } = props.column;
  const begun = useRef<{ x: number; width: number } | null>(null);
  const resize = (to: number) => props.onResize(key, Math.round(Math.min(widths.most, Math.max(widths.least, to))));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule does not move
    <span
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${header}`}
      aria-valuenow={width}
      aria-valuemin={widths.least}
      aria-valuemax={widths.most}
      tabIndex={0}
      className={styles.edge}
      onPointerDown={(event) => {
        begun.current = { x: event.clientX, width };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (begun.current) resize(begun.current.width + event.clientX - begun.current.x);
      }}
      onPointerUp={() => {
        begun.current = null;
      }}
      onKeyDown={(event) => {
        const step = { ArrowRight: widths.step, ArrowLeft: -widths.step }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        resize(width + step);
      }}
    />
  );
}

type Cells = ReturnType<typeof useCells>;

function GridRow<Row>(props: VirtualTableProps<Row> & { row: Row; index: number; cells: Cells; rows: Row[] }) {
  const { columns, row, index, rowKey, rowName, choice, cells, rows } = props;
  const id = rowKey(row);
  const isChosen = choice?.has(id) ?? false;
  const first = choice ? 1 : 0;
  return (
    <tr aria-rowindex={index + 2} {...(choice ? { 'aria-selected': isChosen } : {})}>
      {choice && (
        <td {...cells.place(index, 0)}>
          <Checkbox
            aria-label={`Choose ${rowName(row)}`}
            tabIndex={-1}
            checked={isChosen}
            onChange={(event) => {
              const through = event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey;
              choice.toggle(id, through ? rows.map(rowKey) : undefined);
            }}
          />
        </td>
      )}
      {columns.map((column, place) => {
        const Cell = column.main ? 'th' : 'td';
        const isEditing = cells.editing?.row === id && cells.editing.column === column.key;
        return (
          <Cell
            key={column.key}
            {...(column.main ? { scope: 'row' as const } : {})}
            data-align={column.align}
            data-edits={column.edit ? 'yes' : undefined}
            data-editing={isEditing || undefined}
            {...(column.edit ? { onDoubleClick: () => cells.edit(id, column.key) } : {})}
            {...cells.place(index, place + first)}
          >
            {isEditing ? column.edit?.(row, cells.close) : column.cell(row)}
          </Cell>
        );
      })}
    </tr>
  );
}

/** Which cell has the keyboard, and which is being edited. */
function useCells<Row>(
  { columns, rows, rowKey, choice }: VirtualTableProps<Row> & { rows: Row[] },
  scrollTo: (index: number) => void,
  scroller: React.RefObject<HTMLElement | null>,
) {
  const [active, setActive] = useState<Place>({ row: 0, cell: 0 });
  const [editing, setEditing] = useState<{ row: string; column: string } | null>(null);
  /** The cell that is to have the keyboard once it is drawn. */
  const wanted = useRef<Place | null>(null);
  const first = choice ? 1 : 0;
  const size = { rows: rows.length, cells: columns.length + first };
  const now = { row: Math.min(active.row, size.rows - 1), cell: Math.min(active.cell, size.cells - 1) };
  useLayoutEffect(() => {
    const place = wanted.current;
    if (!place) return;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-place="${place.row}:${place.cell}"]`);
    if (!cell) return;
    wanted.current = null;
    cell.focus({ preventScroll: false });
  });
  const go = (place: Place) => {
    wanted.current = place;
    setActive({ ...place });
    scrollTo(place.row);
  };
  const edit = (row: string, column: string) => setEditing({ row, column });
  const close = () => {
    wanted.current = now;
    setEditing(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const cell = target.closest<HTMLElement>('[data-place]');
    if (!cell || editing || event.altKey || event.metaKey) return;
    const row = rows[now.row];
    const column = columns[now.cell - first];
    const isOnCell = target === cell;
    const next = moveCell(now, event, { ...size, page: 10 });
    if (next) go(next);
    else if ((event.key === 'x' || (event.key === ' ' && isOnCell)) && choice && row) choice.toggle(rowKey(row));
    else if ((event.key === 'e' || (event.key === 'Enter' && isOnCell)) && column?.edit && row)
      edit(rowKey(row), column.key);
    else if (event.key === 'Enter' && isOnCell) cell.querySelector<HTMLElement>('a, button')?.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const place = (row: number, cell: number) => ({
    'data-place': `${row}:${cell}`,
    'aria-colindex': cell + 1,
    tabIndex: row === now.row && cell === now.cell ? 0 : -1,
    onFocus: () => setActive((was) => (was.row === row && was.cell === cell ? was : { row, cell })),
  });
  return { editing, edit, close, onKeyDown, place };
}

/** Asks for the next page when fewer than a screenful of rows is left below. */
function useMoreWhenNear<Row>({ more, error }: ListState<Row>, lastShown: number, loaded: number) {
  const load = more && !more.busy && !error && lastShown >= loaded - 40 ? more.load : null;
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  const isDue = load !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page that is loaded asks anew
  useEffect(() => {
    if (isDue) latest.current?.();
  }, [isDue, loaded]);
}

/** The height from the top of an element to the end of the window, so that the page itself need not scroll. */
function useRoomBelow(element: React.RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(480);
  useLayoutEffect(() => {
    const measure = () => {
      const top = (element.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
      setRoom(Math.max(360, Math.round(window.innerHeight - top - 84)));
    };
    measure();
    window.addEventListener('resize', measure);
    // What stands above comes and goes: a bar, a second row of filters.
    const watch = new ResizeObserver(measure);
    watch.observe(document.body);
    return () => {
      window.removeEventListener('resize', measure);
      watch.disconnect();
    };
  }, [element]);
  return room;
}
