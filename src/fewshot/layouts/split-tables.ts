import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import type { Split } from '../../tasks/index.js';
import { parseCsv } from '../../tasks/files/index.js';
import type { ClassFolder } from '../folder.js';

const tableNames: Readonly<Record<Split, readonly string[]>> = { train: ['train.csv'], validation: ['val.csv', 'validation.csv'], test: ['test.csv'] };

/** Whether a folder has one of `train.csv`, `val.csv`, `validation.csv` and `test.csv`. */
export function hasSplitTables(directory: string): boolean {
  return Object.values(tableNames).flat().some((name) => existsSync(join(directory, name)));
}

/**
 * The classes of `images/` by the tables of the three splits, which have a header line and the columns `filename` and `label`.
 * @throws Error where a table or a column is missing, or a line names no file of `images/`, a file for the second time, or no label.
 */
export function readSplitTables(directory: string): { splits: Record<Split, ClassFolder[]>; tables: string[] } {
  const tables = (Object.keys(tableNames) as Split[]).map((split) => {
    const found = tableNames[split].filter((name) => existsSync(join(directory, name)));
    if (found.length > 1) throw new Error(`${directory} has both ${found.join(' and ')}. Keep one of them.`);
    if (found.length === 0) {
      throw new Error(`${directory} has images/ and tables of some splits, but no ${tableNames[split].join(' or ')}. Add it: a header line "filename,label", then a line for each image.`);
    }
    return [split, join(directory, found[0])] as const;
  });
  const splits = Object.fromEntries(tables.map(([split, table]) => [split, classesOf(table, join(directory, 'images'))]));
  return { splits: splits as Record<Split, ClassFolder[]>, tables: tables.map(([, table]) => table) };
}

function classesOf(table: string, folder: string): ClassFolder[] {
  const lineOf = new Map<string, number>();
  const classes = new Map<string, string[]>();
  for (const { line, values } of parseCsv(readFileSync(table), table, ['filename', 'label']).rows) {
    const [filename, label] = [values.filename.trim(), values.label.trim()];
    const wrong = (problem: string): Error => new Error(`Line ${line} of ${table} ${problem}`);
    if (label === '') throw wrong(`has no label for "${filename}". Write its class there, or take the line out.`);
    const inside = normalize(filename);
    if (/^\.\.([\\/]|$)/.test(inside)) throw wrong(`names "${filename}", which lies outside of ${folder}.`);
    const file = join(folder, inside);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw wrong(`names "${filename}", but ${folder} has no such file. Add it, or take the line out.`);
    const before = lineOf.get(file);
    if (before !== undefined) throw wrong(`names "${filename}", which line ${before} has already. Name every image once.`);
    lineOf.set(file, line);
    const known = classes.get(label);
    if (known) known.push(file);
    else classes.set(label, [file]);
  }
  if (classes.size === 0) throw new Error(`${table} names no images: it has only its header line.`);
  return [...classes.keys()].sort().map((name) => ({ name, files: classes.get(name)! }));
}
