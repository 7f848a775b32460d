import type { ByteSource } from './byte-source.js';
import { cellText, isAscii } from './cell-text.js';
import type { FaultCounter } from './fault-counter.js';
import type { IdTable } from './id-table.js';
import { fitsOtherSeparator } from './infer-format.js';
import { decimalAt, numberAt } from './number-cell.js';
import { ratingRows, type RatingRows } from './rating-rows.js';
import { mostCells, type Row } from './row.js';
import { scanRows } from './scan-rows.js';
import type { RatingTable } from './schema.js';
import { isDated, leastTime, timeAt } from './time-cell.js';

/** The ids that a file of ratings is read with. Users and items that it names for the first time are added. */
export interface RatingIds {
  readonly users: IdTable;
  readonly items: IdTable;
  /** Told of the line where a user or an item was first added. */
  onNew(kind: 'user' | 'item', index: number, line: number): void;
}

const encoder = new TextEncoder();

/** Reads all lines of a file of ratings. What is wrong with a line is counted, and the line left out. @returns the rows, and how many lines there were. */
export function readRatings(source: ByteSource, table: RatingTable, { users, items, onNew }: RatingIds, faults: FaultCounter): { rows: RatingRows; lines: number } {
  const { columns, encoding, separator, timeUnit, header } = table;
  const dated = isDated(timeUnit);
  const file = source.name;
  const rows = ratingRows();
  const columnOf = (kind: string): number => columns.findIndex((column) => column.kind === kind);
  const [userColumn, itemColumn, ratingColumn, timeColumn] = ['user', 'item', 'rating', 'time'].map(columnOf);
  const count = columns.length;
  const ratingIn = separator === ',' ? numberAt : decimalAt;
  let lines = header ? -1 : 0;
  let earliest = Infinity;

  const idIn = (kind: 'user' | 'item', ids: IdTable, { bytes, cells, line }: Row, column: number): number => {
    const [from, to] = [trimStart(bytes, cells[2 * column], cells[2 * column + 1]), trimEnd(bytes, cells[2 * column], cells[2 * column + 1])];
    const before = ids.count;
    const index = isAscii(bytes, from, to) ? ids.add(bytes, from, to) : addText(ids, cellText(bytes, from, to, encoding, () => faults.add('invalidText', file, line)));
    if (index === before) onNew(kind, index, line);
    return index;
  };
  const textIn = (row: Row, column: number): string => cellText(row.bytes, row.cells[2 * column], row.cells[2 * column + 1], encoding, () => undefined);
  const lineText = (row: Row): string => Array.from({ length: Math.min(row.count, mostCells) }, (_, column) => textIn(row, column)).join(separator);

  const onRow = (row: Row): void => {
    if (++lines === 0) return;
    const { bytes, cells, line } = row;
    if (row.count !== count) {
      const text = lineText(row);
      const kind = fitsOtherSeparator(text, separator, count) ? 'otherSeparator' : row.count > count ? 'longLine' : row.open ? 'cutOff' : 'shortLine';
      return faults.add(kind, file, line, text);
    }
    if (isBlank(row, userColumn) || isBlank(row, itemColumn)) return faults.add('noId', file, line);
    const user = idIn('user', users, row, userColumn);
    let rating = 1;
    if (ratingColumn >= 0) {
      rating = numberIn(bytes, cells, ratingColumn, ratingIn);
      if (!Number.isFinite(Math.fround(rating))) return faults.add(isCut(row, ratingColumn) ? 'cutOff' : 'notANumber', file, line, textIn(row, ratingColumn));
    }
    let time = line;
    if (timeColumn >= 0) {
      time = dated ? timeAt(bytes, cells[2 * timeColumn], cells[2 * timeColumn + 1], timeUnit) : numberIn(bytes, cells, timeColumn, (...cell) => timeAt(...cell, timeUnit));
      if (Number.isNaN(time)) return faults.add(isCut(row, timeColumn) ? 'cutOff' : 'noTime', file, line, textIn(row, timeColumn));
      if (row.open && timeColumn === count - 1 && hasLostDigits(time, earliest)) return faults.add('cutOff', file, line, lineText(row));
      earliest = Math.min(earliest, time);
    }
    rows.add(user, idIn('item', items, row, itemColumn), rating, time, line);
  };
  scanRows(source, { separator, quotes: table.quotes }, onRow, (line) => {
    lines++;
    faults.add('unclosedQuote', file, line);
  });
  return { rows, lines: Math.max(0, lines) };
}

function numberIn(bytes: Uint8Array, cells: Int32Array, column: number, read: (bytes: Uint8Array, from: number, to: number) => number): number {
  return read(bytes, trimStart(bytes, cells[2 * column], cells[2 * column + 1]), trimEnd(bytes, cells[2 * column], cells[2 * column + 1]));
}

function addText(ids: IdTable, text: string): number {
  const bytes = encoder.encode(text);
  return ids.add(bytes, 0, bytes.length);
}

function isBlank({ bytes, cells }: Row, column: number): boolean {
  return trimStart(bytes, cells[2 * column], cells[2 * column + 1]) === cells[2 * column + 1];
}

/** Whether the file ends just before this cell. */
function isCut(row: Row, column: number): boolean {
  return row.open && column === row.count - 1 && isBlank(row, column);
}

/** Whether a time is so far before all others that the end of the file must have cut digits off; only of times that count from 1970. */
function hasLostDigits(time: number, earliest: number): boolean {
  return earliest >= leastTime && earliest < Infinity && 2 * time < earliest;
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09;

function trimStart(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isSpace(bytes[at])) at++;
  return at;
}

function trimEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && isSpace(bytes[at - 1])) at--;
  return at;
}
