import { isMissing } from '../../tasks/files/index.js';
import type { Attribute } from '../attributes.js';
import type { ByteSource } from './byte-source.js';
import type { FaultCounter } from './fault-counter.js';
import { fitsOtherSeparator } from './infer-format.js';
import { categoriesAttribute, categoryAttribute, flagsAttribute } from './code-attributes.js';
import { isUnknown } from './missing-cell.js';
import { numberOf } from './number-cell.js';
import type { AttributeTable } from './schema.js';
import { textRows, type TextRow } from './text-rows.js';
import { yearsOf } from './title-years.js';

/** An attribute table in memory. */
export interface AttributeRows {
  readonly file: string;
  readonly table: AttributeTable;
  /** The rows, by id; of several of one id the last. */
  readonly rows: ReadonlyMap<string, TextRow>;
}

/** Reads an attribute table. What is wrong with a line is counted, and the line left out. */
export function readAttributes(source: ByteSource, table: AttributeTable, faults: FaultCounter): AttributeRows {
  const id = table.columns.findIndex(({ kind }) => kind === 'id');
  const file = source.name;
  const rows = new Map<string, TextRow>();
  for (const row of textRows(source, table, faults).slice(table.header ? 1 : 0)) {
    const { cells, line, open } = row;
    if (cells.length !== table.columns.length) {
      const text = cells.join(table.separator);
      const kind = fitsOtherSeparator(text, table.separator, table.columns.length) ? 'otherSeparator' : cells.length > table.columns.length ? 'longLine' : open ? 'cutOff' : 'shortLine';
      faults.add(kind, file, line, text);
      continue;
    }
    if (cells[id] === '') {
      faults.add('noId', file, line);
      continue;
    }
    if (rows.has(cells[id])) faults.add('idTwice', file, line, cells[id]);
    rows.set(cells[id], row);
  }
  return { file, table, rows };
}

/** What a table says of `ids`; nothing of those that it lacks. `titles` only where it has such a column. */
export function attributesOf({ file, table, rows }: AttributeRows, ids: readonly string[], faults: FaultCounter): { attributes: Attribute[]; titles?: string[] } {
  const own = ids.map((id) => rows.get(id));
  const cellsOf = (column: number): string[] => own.map((row) => row?.cells[column] ?? '');
  const attributes: Attribute[] = [];
  let titles: string[] | undefined;
  table.columns.forEach((column, at) => {
    const { name, kind } = column;
    if (kind === 'category') attributes.push(categoryAttribute(name, cellsOf(at)));
    else if (kind === 'categories') attributes.push(categoriesAttribute(name, cellsOf(at).map((cell) => (isUnknown(cell) ? [] : cell.split(column.separator)))));
    else if (kind === 'text') attributes.push({ name, kind, texts: cellsOf(at).map((cell) => (isUnknown(cell) ? '' : cell)) });
    else if (kind === 'number') attributes.push({ name, kind, values: Float32Array.from(own, (row) => amountIn(row, at)) });
    else if (kind === 'title') {
      titles = cellsOf(at).map((title, row) => title || ids[row]);
      const years = yearsOf(titles);
      if (years && !table.columns.some((other) => other.name.toLowerCase() === 'year' && other.kind !== 'ignore')) attributes.push({ name: 'year', kind: 'number', values: years });
    } else if (kind === 'flag' && table.columns.findIndex((other) => other.kind === 'flag' && other.attribute === column.attribute) === at) {
      const flags = table.columns.map((other, place) => ({ other, place })).filter(({ other }) => other.kind === 'flag' && other.attribute === column.attribute);
      attributes.push(flagsAttribute(column.attribute, flags.map(({ other }) => other.name), own.map((row) => flags.map(({ place }) => row?.cells[place] ?? '0'))));
    }
  });
  return { attributes, ...(titles ? { titles } : {}) };

  function amountIn(row: TextRow | undefined, column: number): number {
    const cell = row?.cells[column] ?? '';
    // Attributes are float32, in which what is beyond 3.4e38 is no number.
    const value = Math.fround(numberOf(cell, table.separator) ?? NaN);
    if (Number.isFinite(value)) return value;
    if (row && !isMissing(cell) && !isUnknown(cell)) faults.add('notANumber', file, row.line, cell);
    return NaN;
  }
}
