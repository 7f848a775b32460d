/** A row of a table as it stands in memory until the next one comes. */
export interface Row {
  bytes: Uint8Array;
  /** Cell c is what stands from `cells[2 c]` to `cells[2 c + 1]`, as far as cells are kept. */
  readonly cells: Int32Array;
  /** How many cells the line has, kept or not. */
  count: number;
  /** The line that the row ends in, from 1. */
  line: number;
  /** Whether it is the last of the file and has no line end. */
  open: boolean;
}

/** Cells of a row that are kept; more are counted, but not seen. */
export const mostCells = 256;

export function emptyRow(): Row {
  return { bytes: new Uint8Array(0), cells: new Int32Array(2 * mostCells), count: 0, line: 0, open: false };
}
