import { isUnknown } from './missing-cell.js';
import { numberOf } from './number-cell.js';
import type { AttributeColumn } from './schema.js';

/** What is known of the ids of a table before it is read. */
export interface KnownIds {
  /** The column's name in the file of ratings. */
  readonly name: string;
  /** Some of them. */
  readonly some: ReadonlySet<string>;
}

const listSeparators = ['|', ';', ',', '/'];
/** Whole numbers of so few different values are classes, not amounts. */
const mostClasses = 12;
const amounts = /year|age$|price|cost|count|length|runtime|duration|size|weight|number|score|rating/i;
const ofNoUse = /id$|url|uri|link|image|poster|zip|post(al|code)|phone/i;
const titles = /title|^(item|movie|film|book|product|song|track)?[ _]?name$/i;

/** What each column of an attribute table seems to hold. @param withTitles whether one may be what people call the rows. @param separator of the cells: where it is no comma, numbers may have one. */
export function inferAttributeColumns(names: readonly string[], rows: readonly (readonly string[])[], ids: KnownIds, withTitles: boolean, separator: string): AttributeColumn[] {
  const cells = names.map((_, column) => rows.map((row) => row[column] ?? '').filter((cell) => !isUnknown(cell)));
  const id = idColumn(names, cells, ids);
  const title = withTitles ? names.findIndex((name, column) => column !== id && titles.test(name)) : -1;
  const unnamedTitle = withTitles && title < 0 && names.every((name) => /^column \d+$/.test(name)) ? cells.findIndex((own, column) => column !== id && mostlyText(own)) : -1;
  return names.map((name, column) => {
    if (column === id) return { name, kind: 'id' };
    if (column === title || column === unnamedTitle) return { name, kind: 'title' };
    return kindOf(name, cells[column], separator);
  });
}

/** The column with most of the known ids; else the one named alike; else the first. */
function idColumn(names: readonly string[], cells: readonly (readonly string[])[], { name, some }: KnownIds): number {
  const shared = cells.map((own) => new Set(own.filter((cell) => some.has(cell))).size);
  const most = Math.max(...shared);
  const alike = names.findIndex((each) => each.toLowerCase() === name.toLowerCase());
  // Years may be ids, too: a name counts unless it has far fewer.
  if (alike >= 0 && 2 * shared[alike] >= most) return alike;
  return most > 0 ? shared.indexOf(most) : 0;
}

function kindOf(name: string, cells: readonly string[], separator: string): AttributeColumn {
  const distinct = new Set(cells);
  if (distinct.size < 2) return { name, kind: 'ignore' };
  const numbers = cells.map((cell) => numberOf(cell, separator)).filter((value) => value !== undefined);
  if (numbers.length >= (amounts.test(name) ? 0.5 : 0.95) * cells.length) {
    const few = distinct.size <= mostClasses && cells.length >= 3 * distinct.size && numbers.every(Number.isInteger);
    if (amounts.test(name)) return { name, kind: 'number' };
    if (few) return { name, kind: 'category' };
    return { name, kind: ofNoUse.test(name) ? 'ignore' : 'number' };
  }
  if (cells.every((cell) => /^https?:/.test(cell))) return { name, kind: 'ignore' };
  const listSeparator = listSeparators.find((each) => isList(cells, each));
  if (listSeparator !== undefined) return { name, kind: 'categories', separator: listSeparator };
  if (2 * distinct.size <= cells.length) return { name, kind: 'category' };
  return { name, kind: ofNoUse.test(name) ? 'ignore' : 'text' };
}

/** Whether cells are lists of a few values that come back. */
function isList(cells: readonly string[], separator: string): boolean {
  if (cells.filter((cell) => cell.includes(separator)).length < 0.1 * cells.length) return false;
  const parts = cells.flatMap((cell) => cell.split(separator)).map((part) => part.trim());
  const wordy = parts.filter((part) => part.split(/\s+/).length > 3).length;
  // Prose has commas, but hardly ever bars.
  return (separator === '|' || 2 * new Set(parts).size <= parts.length) && wordy < 0.1 * parts.length;
}

function mostlyText(cells: readonly string[]): boolean {
  return cells.length > 0 && 2 * cells.filter((cell) => /\p{L}/u.test(cell)).length > cells.length && 2 * new Set(cells).size > cells.length;
}
