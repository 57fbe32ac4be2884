/** A cell of a table, both from 0. */
export type Place = { row: number; cell: number };

type Pressed = { key: string; ctrlKey: boolean };
type Size = { rows: number; cells: number; page: number };

/**
 * Where a key takes the keyboard; null for a key that moves nothing. `j` and `k` are the letters for down and up.
 *
 * @example
 * moveCell({ row: 4, cell: 0 }, { key: 'PageDown', ctrlKey: false }, { rows: 9, cells: 3, page: 10 }) // { row: 8, cell: 0 }
 */
export function moveCell({ row, cell }: Place, { key, ctrlKey }: Pressed, { rows, cells, page }: Size): Place | null {
  const at = (toRow: number, toCell: number): Place => ({
    row: Math.min(rows - 1, Math.max(0, toRow)),
    cell: Math.min(cells - 1, Math.max(0, toCell)),
  });
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return at(row + 1, cell);
    case 'ArrowUp':
    case 'k':
      return at(row - 1, cell);
    case 'ArrowRight':
      return at(row, cell + 1);
    case 'ArrowLeft':
      return at(row, cell - 1);
    case 'PageDown':
      return at(row + page, cell);
    case 'PageUp':
      return at(row - page, cell);
    case 'Home':
      return at(ctrlKey ? 0 : row, 0);
    case 'End':
      return at(ctrlKey ? rows - 1 : row, cells - 1);
    default:
      return null;
  }
}
