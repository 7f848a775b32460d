import { isMissing, numberIn } from './cells.js';
import type { CsvTable } from './csv.js';

const withComma = /^[+-]?\d+,\d+$/;

/**
 * The table with points in place of decimal commas, as spreadsheets of many countries write them: in columns all of whose cells are numbers, some with a comma and none with a point, of files
 * whose cells are not separated by commas. Others stay as they are.
 */
export function withDecimalPoints(table: CsvTable, columns: readonly string[]): CsvTable {
  if (table.separator === ',') return table;
  const changed = new Set(columns.filter((column) => hasDecimalCommas(table.rows.map(({ values }) => values[column].trim()))));
  if (changed.size === 0) return table;
  const pointed = (values: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(values).map(([column, cell]) => [column, changed.has(column) ? cell.replace(',', '.') : cell]));
  return { ...table, rows: table.rows.map((row) => ({ ...row, values: pointed(row.values) })) };
}

function hasDecimalCommas(cells: readonly string[]): boolean {
  return cells.some((cell) => withComma.test(cell)) && cells.every((cell) => withComma.test(cell) || isMissing(cell) || (numberIn(cell) !== undefined && !cell.includes('.')));
}
