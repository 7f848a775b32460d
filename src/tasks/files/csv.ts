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
  let records: { readonly info: { readonly lines: number }; readonly record: readonly string[] }[];
  try {
    // The types of the parser do not follow its option "info".
    records = parse(text, { info: true, delimiter: separator, skipEmptyLines: true, relaxColumnCount: true }) as unknown as typeof records;
  } catch (error) {
    throw new Error(`${file} cannot be read as comma-separated text: ${(error as Error).message}.`, { cause: error });
  }
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

/** What separates the names of the header line. */
function delimiterOf(text: string): string {
  const [header] = text.trimStart().replace(/"[^"]*"/g, '').split('\n', 1);
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}
