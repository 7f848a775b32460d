import { bytesSource, headOf, type ByteSource } from './byte-source.js';
import { inferEncoding } from './cell-text.js';
import { numberOf } from './number-cell.js';
import { RatingsFileError } from './ratings-file-error.js';
import type { TextFormat } from './schema.js';
import { textRows, type TextRow } from './text-rows.js';

/** The start of a file, and how it seems to be written. */
export interface Sample {
  readonly format: TextFormat;
  /** The names in the header; without one "column 1" and so on. */
  readonly names: readonly string[];
  /** The first rows, without the header. */
  readonly rows: readonly (readonly string[])[];
}

const headBytes = 2 ** 17;
const mostLines = 2000;
/** In the order of preference, where several fit. */
const separators = ['::', '\t', ';', ',', '|', ' '];

/** What a header may name. */
const usualName = /user|customer|member|item|movie|film|book|product|song|track|isbn|title|name|rating|score|stars|time|date|genre|categor|(^|_)id$|[a-z]I[dD]$/i;

/** @param given what need not be inferred. @throws RatingsFileError where the file is empty. */
export function sampleOf(source: ByteSource, given: Partial<TextFormat> = {}): Sample {
  const bytes = headOf(source, headBytes);
  const whole = bytes.length < headBytes ? bytes : bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1 || bytes.length);
  const encoding = given.encoding ?? inferEncoding(whole);
  const separator = given.separator ?? separatorOf(whole);
  const head = bytesSource(whole, source.name);
  const quotes = given.quotes ?? (separator === ',' || separator === ';' || (separator === '\t' && hasQuotedCell(textRows(head, { separator, quotes: false, encoding }))));
  const rows = textRows(head, { separator, quotes, encoding }).slice(0, mostLines);
  if (rows.length === 0) throw new RatingsFileError(source.name, undefined, 'is empty: it has no line that is not empty.');
  const header = given.header ?? hasHeader(rows, separator);
  const count = mostFrequent(rows.map(({ cells }) => cells.length));
  const names = header ? rows[0].cells.map((name, at) => name || columnName(at)) : Array.from({ length: count }, (_, at) => columnName(at));
  return { format: { separator, encoding, header, quotes }, names, rows: rows.slice(header ? 1 : 0).map(({ cells }) => cells) };
}

/** What a column without a name is called. */
export function columnName(at: number): string {
  return `column ${at + 1}`;
}

/** The separator that cuts most lines into the same number of cells, two at least. */
function separatorOf(bytes: Uint8Array): string {
  const lines = new TextDecoder('windows-1252').decode(bytes).split('\n').filter((line) => line.trim() !== '').slice(0, 200);
  const rate = (separator: string): number => {
    const counts = lines.map((line) => cutLine(line, separator)).filter((cells) => cells > 1);
    return counts.length === 0 ? 0 : counts.filter((cells) => cells === mostFrequent(counts)).length / lines.length;
  };
  const rates = separators.map(rate);
  const best = Math.max(...rates);
  // Commas within cells may be as regular as what separates cells.
  return separators[rates.findIndex((each) => each >= 0.95 * best)];
}

/** How many cells a line has. */
export function cutLine(line: string, separator: string): number {
  return (separator.length === 1 ? line.replace(/"[^"]*"/g, '') : line).split(separator).length;
}

/** Other separators that would cut a line into as many cells. */
export function fitsOtherSeparator(line: string, separator: string, count: number): boolean {
  return count > 1 && separators.some((other) => other !== separator && cutLine(line.trim(), other) === count);
}

function hasQuotedCell(rows: readonly TextRow[]): boolean {
  return rows.some(({ cells }) => cells.some((cell) => /^".*"$/.test(cell)));
}

/** A header holds no number, and is told from other lines by usual names, or by having none where others have numbers. */
function hasHeader([first, ...others]: readonly TextRow[], separator: string): boolean {
  if (first.cells.some((cell) => numberOf(cell, separator) !== undefined)) return false;
  const isUsual = (cell = ''): boolean => usualName.test(cell);
  // An id such as "user1" has others like it below.
  const isId = (cell: string, at: number): boolean => /\d/.test(cell) && 2 * others.filter(({ cells }) => isUsual(cells[at])).length > others.length;
  if (first.cells.some((cell, at) => isUsual(cell) && !isId(cell, at))) return true;
  return others.length > 0 && first.cells.some((_, at) => others.every(({ cells }) => cells[at] === undefined || numberOf(cells[at], separator) !== undefined));
}

export function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  values.forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1));
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0])[0];
}
