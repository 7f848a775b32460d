import { group } from 'd3-array';
import { key } from '../../random/index.js';
import { splitClasses, splitSizes, type Split } from '../../tasks/index.js';
import type { CsvRow } from '../../tasks/files/index.js';

/** The rows of a task, such as one person's. */
export interface TableTask {
  readonly name: string;
  readonly rows: readonly CsvRow[];
}

/** The tasks of a table, named by a column, of which `seed` gives about 60% to training and 20% each to validation and testing. @throws Error where there are fewer than three. */
export function splitTasks(rows: readonly CsvRow[], column: string, seed: number, file: string): Record<Split, TableTask[]> {
  const nameless = rows.find(({ values }) => values[column].trim() === '');
  if (nameless) throw new Error(`Line ${nameless.line} of ${file} names no task in the column "${column}".`);
  const tasks = [...group(rows, ({ values }) => values[column].trim())].map(([name, own]) => ({ name, rows: own })).sort((a, b) => (a.name < b.name ? -1 : 1));
  if (tasks.length < 3) {
    throw new Error(`The column "${column}" of ${file} names ${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}, but train, validation and test share none, so at least 3 are needed; more than 10 make sense.`);
  }
  return splitClasses(tasks, splitSizes(tasks.length, 1), key(seed));
}

/** The tasks of a split without those that have a problem, and what to tell the user of these. */
export function leaveOut(tasks: readonly TableTask[], split: string, hasProblem: (task: TableTask) => boolean, problem: string): { kept: TableTask[]; warnings: string[] } {
  const out = tasks.filter(hasProblem);
  const kept = tasks.filter((task) => !out.includes(task));
  if (out.length === 0) return { kept, warnings: [] };
  const names = out.slice(0, 5).map(({ name, rows }) => `${name} (${rows.length} rows)`);
  const others = out.length > names.length ? ` and ${out.length - names.length} others` : '';
  return { kept, warnings: [`${out.length} of ${tasks.length} ${split} tasks are left out, because they have ${problem}: ${names.join(', ')}${others}.`] };
}
