/** A statement carries at most 65,535 parameters: so many rows of our widest table fit with room to spare. */
const rowsPerStatement = 1_000;

/** Rows in parts that one statement each can insert. */
export function* inChunks<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let at = 0; at < rows.length; at += rowsPerStatement) yield rows.slice(at, at + rowsPerStatement);
}
