import type { NdArray } from '../../graph/ndarray.js';
import { foldIn, integerBelow, type Key } from '../../random/index.js';
import { requireOptions } from '../../nn/require-options.js';
import { countRange, type HostTask, type Split, type TaskFamily } from '../../tasks/index.js';
import { fingerprint, parseCsv, readBytes, withDecimalPoints, type CsvRow } from '../../tasks/files/index.js';
import { drawRows } from './draw-rows.js';
import { inputColumns } from './inputs.js';
import { outlierWarnings } from './outlier-warnings.js';
import { examplesOf, inputWidth, prepare, type PreparedTask, type TableFormat } from './prepare.js';
import { hasTarget, targetColumn, targetKind, targetOf, type TargetColumn } from './target.js';
import { leaveOut, splitTasks, type TableTask } from './tasks.js';

export interface TableOptions {
  /** A CSV file with a header line, in UTF-8. */
  readonly file: string;
  /** The column that names a row's task: the person, shop or sensor that it belongs to. */
  readonly task: string;
  /** The column to predict. */
  readonly target: string;
  /** The columns to predict from. Default: all others. */
  readonly features?: readonly string[];
  /** Features that are categories although they look like numbers, such as postal codes. */
  readonly categorical?: readonly string[];
  /** What the target is. Default: 'values' where all targets are numbers, else 'classes'. */
  readonly kind?: TargetColumn['kind'];
  /** Support rows of each task; not of each class. Default 10. */
  readonly shots?: number;
  /** Query rows of each task. Default 10. */
  readonly queries?: number;
  /** The seed of the shuffle that splits the tasks. */
  readonly seed?: number;
}

/**
 * The user's own table, of which a column names the task of each row: few-shot regression where the target is a number, else classification with the same classes
 * in every task. x is float32 (N, D), y float32 (N, 1) or int32 (N).
 *
 * - Tasks, not rows, are split: shuffled with `seed`, about 60% are for training and 20% each for validation and testing. What rows are prepared by is measured
 *   on the training tasks alone: means and deviations of numbers, categories. `description.table` is the `TableFormat`.
 * - Numbers are standardised; a missing one is 0, beside an input that is then 1, where training tasks lack some. A category is an input that is 1.
 * - Target numbers are standardised, too: an error in the target's own unit is the error times `description.table.target.standard.deviation`, a squared error times
 *   its square.
 * - A task draws `shots` support rows in all, however many classes there are, and `queries` others, at random; of classes, the support gets a row of each that the
 *   task has, as far as `shots` reach. Where some task lacks classes, `classes` says which each has.
 * - Columns in which few values are so far from the others that these are all alike once they are standardised are told of in `warnings`.
 * - Rows without a target, tasks with fewer rows than shots + queries, and tasks of a single class are left out, and `warnings` say so.
 *
 * @throws Error where the file is missing, not UTF-8 or lacks a column, a number is none, or tasks are too few; it names line and column.
 */
export function table(options: TableOptions): TaskFamily {
  requireOptions('table', options, { file: true, task: true, target: true, features: true, categorical: true, kind: true, shots: true, queries: true, seed: true });
  const { file, task, shots = 10, queries = 10, seed = 0 } = options;
  countRange('shots', [shots, shots]);
  countRange('queries', [queries, queries]);
  const bytes = readBytes(file);
  const { rows, features, kind, warnings } = readRows(bytes, options);
  // Before tasks are left out: which task is in which split must not depend on shots and queries.
  const split = splitTasks(rows, task, seed, file);
  const training = split.train.flatMap((own) => own.rows);
  const format: TableFormat = {
    task,
    target: targetColumn(options.target, kind, rows, training, file),
    inputs: inputColumns(features, rows, training, options.categorical ?? [], file),
  };
  const numbers = format.inputs.filter((input) => input.kind === 'number').map(({ column }) => column);
  warnings.push(...outlierWarnings(kind === 'values' ? [...numbers, options.target] : numbers, training));
  const usable = Object.entries(split).map(([name, tasks]) => [name, usableTasks(tasks, name, format, shots, queries)] as const);
  warnings.push(...usable.flatMap(([, part]) => part.warnings));
  const empty = usable.find(([, { kept }]) => kept.length === 0);
  if (empty) throw new Error(`No ${empty[0]} task of ${file} is left. ${warnings.join(' ')} Ask for fewer shots or queries, or add rows.`);
  const prepared = Object.fromEntries(usable.map(([name, { kept }]) => [name, kept.map((own) => prepare(own, format))])) as Record<Split, PreparedTask[]>;

  const ways = format.target.kind === 'classes' ? format.target.labels.length : 0;
  const someLack = Object.values(prepared).flat().some(({ classes }) => classes.size < ways);
  const maskOf = ({ classes }: PreparedTask): NdArray => ({ data: Float32Array.from({ length: ways }, (_, label) => Number(classes.has(label))), shape: [ways], dtype: 'float32' });
  return {
    name: 'table',
    inputShape: [inputWidth(format)],
    target: kind === 'classes' ? { kind, ways } : { kind, outputs: 1 },
    description: { shots, queries, seed, table: format, tasks: { train: split.train.length, validation: split.validation.length, test: split.test.length }, sha256: fingerprint(bytes) },
    warnings,
    sample(from: Split, key: Key): HostTask {
      const own = prepared[from][integerBelow(foldIn(key, 0), prepared[from].length)];
      const drawn = drawRows(foldIn(key, 1), own.targets.length, shots, queries, kind === 'classes' ? own.targets : undefined);
      const sets = { support: examplesOf(own, drawn.support, kind), query: examplesOf(own, drawn.query, kind) };
      return someLack ? { ...sets, classes: maskOf(own) } : sets;
    },
  };
}

/** The rows that say what is to be predicted, and which columns it is predicted from. */
function readRows(bytes: Uint8Array, options: TableOptions): { rows: CsvRow[]; features: readonly string[]; kind: TargetColumn['kind']; warnings: string[] } {
  const { file, task, target, categorical = [] } = options;
  const written = parseCsv(bytes, file, [task, target, ...(options.features ?? []), ...categorical]);
  const { columns } = written;
  const features = options.features ?? columns.filter((column) => column !== task && column !== target);
  const [leak] = [task, target].filter((column) => features.includes(column));
  if (task === target || leak !== undefined) throw new Error(`The columns for task ("${task}"), target ("${target}") and features (${features.join(', ')}) must be different ones.`);
  const stray = categorical.find((column) => !features.includes(column));
  if (stray !== undefined) throw new Error(`The column "${stray}" is said to hold categories, but is none of those to predict from (${features.join(', ')}): add it to the features, or leave it out of the option categorical.`);
  if (features.length === 0) throw new Error(`${file} has no column to predict from beside "${task}" and "${target}".`);
  const numbers = [...features.filter((column) => !categorical.includes(column)), ...(options.kind === 'classes' ? [] : [target])];
  const { rows: all } = withDecimalPoints(written, numbers);
  const kind = options.kind ?? targetKind(target, all, file);
  const rows = all.filter((row) => hasTarget(row, target, kind));
  if (rows.length === 0) throw new Error(`${file} has no row with a target in the column "${target}".`);
  const missing = all.length - rows.length;
  return { rows, features, kind, warnings: missing > 0 ? [`${missing} of ${all.length} rows are left out, because their target "${target}" is missing.`] : [] };
}

/** The tasks of a split that can be drawn from. */
function usableTasks(tasks: readonly TableTask[], split: string, { target }: TableFormat, shots: number, queries: number): { kept: TableTask[]; warnings: string[] } {
  const classesOf = ({ rows }: TableTask): number => new Set(rows.map((row) => targetOf(row, target))).size;
  const long = leaveOut(tasks, split, ({ rows }) => rows.length < shots + queries, `fewer rows than the ${shots + queries} that ${shots} shots and ${queries} queries need`);
  const mixed = leaveOut(long.kept, split, (own) => target.kind === 'classes' && classesOf(own) < 2, 'rows of a single class');
  return { kept: mixed.kept, warnings: [...long.warnings, ...mixed.warnings] };
}
