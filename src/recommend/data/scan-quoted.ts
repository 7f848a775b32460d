import { CsvError, parse } from 'csv-parse/sync';
import { RatingsFileError } from './ratings-file-error.js';
import { mostCells, type Row } from './row.js';

/** Told of lines that open a quote and never close it. */
export type UnclosedQuote = (line: number) => void;

/** Unclosed quotes that are passed over; each costs another pass. */
const mostUnclosed = 20;

/**
 * Reads rows some of whose cells are quoted. A line whose quote is never closed is told and left out; what follows is read.
 * @param row where rows are put; its `line` is the one before `bytes`.
 * @throws RatingsFileError where quotes are left open all over: then they are none.
 */
export function scanQuoted(bytes: Buffer, separator: string, file: string, row: Row, onRow: (row: Row) => void, onUnclosed: UnclosedQuote): void {
  let cells = Buffer.alloc(1024);
  let unclosed = 0;
  for (let rest = bytes; rest.length > 0; ) {
    const before = row.line;
    let read = 0;
    const onRecord = (record: readonly Buffer[], context: { readonly bytes: number; readonly lines: number }): null => {
      const size = record.reduce((total, { length }) => total + length, 0);
      if (size > cells.length) cells = Buffer.alloc(2 * size);
      let end = 0;
      record.forEach((cell, at) => {
        if (at >= mostCells) return;
        row.cells[2 * at] = end;
        end += cell.copy(cells, end);
        row.cells[2 * at + 1] = end;
      });
      row.bytes = cells;
      row.count = record.length;
      row.line = before + context.lines;
      read = context.bytes;
      row.open = read >= rest.length && rest[rest.length - 1] !== 0x0a;
      onRow(row);
      return null;
    };
    try {
      const options = { encoding: null, delimiter: separator, recordDelimiter: ['\n', '\r\n'], relaxQuotes: true, relaxColumnCount: true, skipEmptyLines: true, onRecord };
      // The types of the parser know neither cells as bytes nor that nothing is kept.
      (parse as unknown as (bytes: Buffer, how: typeof options) => unknown)(rest, options);
      return;
    } catch (error) {
      if (!(error instanceof CsvError) || error.code !== 'CSV_QUOTE_NOT_CLOSED') throw error;
      rest = rest.subarray(read);
      rest = rest.subarray(skipLine(rest, row));
      onUnclosed(row.line);
      if (++unclosed > mostUnclosed) {
        throw new RatingsFileError(file, row.line, `opens a quote that nothing closes, as ${mostUnclosed} lines before do. If quotes are ordinary characters there, say so in the schema: "quotes": false.`, { cause: error });
      }
    }
  }
}

/** Passes empty lines and one that is not. @returns where the next begins. */
function skipLine(bytes: Buffer, row: Row): number {
  for (let from = 0; ; ) {
    const end = bytes.indexOf(0x0a, from);
    row.line++;
    if (end < 0) return bytes.length;
    const empty = end === from || (end === from + 1 && bytes[from] === 0x0d);
    from = end + 1;
    if (!empty) return from;
  }
}
