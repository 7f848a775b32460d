import { parse } from 'csv-parse/sync';
import { decodeText } from './text.js';

/** A row of a table, by the names of its columns. */
export interface CsvRow {
  /** The line of the file that the row ends in, from 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

export interface CsvTable {
  /** The names in the header line, in its order. */
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
  /** What separates its cells. */
  readonly separator: string;
}

/**
 * A table with a header line (RFC 4180), in UTF-8, whose cells are separated by commas, semicolons or tabs, whichever the header has the most of.
 * Empty lines are skipped; blanks around column names are taken off.
 * @param file its name, for messages.
 * @param needed columns that it must have; it may have others.
 * @throws Error that names the file and the line, where a column is missing, named twice, a row has more or fewer cells than the header, a
 *   quote is not closed or the text is not UTF-8.
 */
export function parseCsv(bytes: Uint8Array, file: string, needed: readonly string[] = []): CsvTable {
  const text = decodeText(bytes, file);
  const separator = delimiterOf(text);
  const records = recordsOf(text, separator, file);
  if (records.length === 0) throw new Error(`${file} is empty: it should start with a line of column names.`);
  const [header, ...rest] = records;
  const columns = header.record.map((name) => name.trim());
  const missing = needed.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw new Error(`${file} has no column ${missing.map((name) => `"${name}"`).join(' and ')}: its first line names ${columns.map((name) => `"${name}"`).join(', ')}.`);
  }
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`${file} names the column "${twice}" twice in its first line. Name every column once.`);
  const rows = rest.map(({ record, info: { lines } }) => {
    if (record.length !== columns.length) throw new Error(`Line ${lines} of ${file} has ${record.length} cells, but the header names ${columns.length} columns.`);
    return { line: lines, values: Object.fromEntries(columns.map((name, at) => [name, record[at]])) };
  });
  return { columns, rows, separator };
}

type Records = readonly { readonly info: { readonly lines: number }; readonly record: readonly string[] }[];

/** The cells of each line. Quotes within a cell that does not begin with one are ordinary, as whoever writes tables by hand leaves them. */
function recordsOf(text: string, delimiter: string, file: string): Records {
  // The types of the parser do not follow its option "info".
  const records = (relaxQuotes: boolean): Records => parse(text, { info: true, delimiter, skipEmptyLines: true, relaxColumnCount: true, relaxQuotes }) as unknown as Records;
  try {
    return records(false);
  } catch (error) {
    try {
      const relaxed = records(true);
      // A cell that still begins with a quote may have swallowed lines up to the next one.
      if (relaxed.every(({ record }) => record.every((cell) => !cell.startsWith('"')))) return relaxed;
    } catch {
      // The first error says more.
    }
    throw new Error(`${file} cannot be read as comma-separated text: ${(error as Error).message}. Put quotes round a cell that holds some, and write each of these twice.`, { cause: error });
  }
}

/** What separates the names of the header line. */
function delimiterOf(text: string): string {
  const [header] = text.trimStart().replace(/"[^"]*"/g, '').split('\n', 1);
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}
