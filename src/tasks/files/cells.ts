import type { CsvRow } from './csv.js';

/** The number in a cell of a table; undefined where it holds none, or one that float32, which learners compute in, cannot tell from infinity. */
export function numberIn(cell: string): number | undefined {
  const text = cell.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(Math.fround(value)) ? value : undefined;
}

/** Whether a cell that should hold a number says that there is none: it is empty, or NA, NaN or null. */
export function isMissing(cell: string): boolean {
  return /^(|na|nan|null)$/i.test(cell.trim());
}

/** The number in a column of a row. @throws Error that names file, line, column and what stands there, and ends with `advice`. */
export function requireNumber({ line, values }: CsvRow, column: string, file: string, advice: string): number {
  const value = numberIn(values[column]);
  if (value !== undefined) return value;
  const found = values[column].trim() === '' ? 'nothing' : JSON.stringify(values[column]);
  throw new Error(`Line ${line} of ${file} has ${found} in the column "${column}", where a number should be (with a point for decimals, at most 3.4e38). ${advice}`);
}
