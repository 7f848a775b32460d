import type { CategoriesAttribute, CategoryAttribute } from '../attributes.js';
import { isUnknown } from './missing-cell.js';

/** One value a row. Values are sorted, so that their codes do not hang on the order of the rows. */
export function categoryAttribute(name: string, cells: readonly string[]): CategoryAttribute {
  const { values, codeOf } = valuesOf(cells.filter((cell) => !isUnknown(cell)));
  return { name, kind: 'category', values, codes: Int32Array.from(cells, (cell) => (isUnknown(cell) ? 0 : codeOf(cell))) };
}

/** Any number of values a row; a value that stands there twice counts once. */
export function categoriesAttribute(name: string, lists: readonly (readonly string[])[]): CategoriesAttribute {
  const clean = lists.map((list) => [...new Set(list.map((value) => value.trim()).filter((value) => value !== ''))]);
  const { values, codeOf } = valuesOf(clean.flat());
  return { name, kind: 'categories', values, ...ragged(clean.map((list) => list.map(codeOf).sort((a, b) => a - b))) };
}

/** A column of zeros and ones for each of `values`, in their order. @param rows for each row the cells of these columns. */
export function flagsAttribute(name: string, values: readonly string[], rows: readonly (readonly string[])[]): CategoriesAttribute {
  const holds = (cell: string): boolean => /^(1|true|yes)$/i.test(cell);
  return { name, kind: 'categories', values, ...ragged(rows.map((cells) => cells.flatMap((cell, at) => (holds(cell) ? [at + 1] : [])))) };
}

function valuesOf(cells: readonly string[]): { values: string[]; codeOf: (value: string) => number } {
  const values = [...new Set(cells)].sort();
  const codes = new Map(values.map((value, at) => [value, at + 1]));
  return { values, codeOf: (value) => codes.get(value)! };
}

function ragged(rows: readonly (readonly number[])[]): { starts: Int32Array; codes: Int32Array } {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((codes, row) => (starts[row + 1] = starts[row] + codes.length));
  return { starts, codes: Int32Array.from(rows.flat()) };
}
