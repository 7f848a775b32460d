import { group } from 'd3-array';
import { key } from '../../random/index.js';
import { requireOptions } from '../../nn/require-options.js';
import { countRange, episodeSizes, splitClasses, splitSizes, type EpisodeSizes, type ExampleClasses, type Split } from '../../tasks/index.js';
import { fingerprint, numberIn, parseCsv, readBytes, withDecimalPoints, type CsvTable } from '../../tasks/files/index.js';
import { classFamily, defaultQueries, type ClassFamily } from '../family.js';
import { columnFor, type SeriesColumns } from './columns.js';
import type { LabelledSeries, SeriesTable } from './labelled-series.js';
import { longTable } from './long-table.js';
import { resample } from './resample.js';
import { formatOf, writeSeries, type SeriesFormat } from './series-format.js';
import { levelWarnings, outlierWarnings } from './variance-warnings.js';
import { wideTable } from './wide-table.js';

export interface SeriesFileOptions extends Partial<EpisodeSizes>, SeriesColumns {
  /** A CSV file with a header line, in UTF-8. */
  readonly file: string;
  /** Steps to resample every series to. Without it series keep their steps, and shorter ones are padded to the longest. */
  readonly length?: number;
  /** Classes that each split has at least. Default: `ways`, the most of them. Tasks of other ways come from the same splits where it is the same. */
  readonly splitWays?: number;
  /** The seed of the shuffle that splits the classes. */
  readonly seed?: number;
}

/**
 * The user's own series, such as gestures or measurements, from a CSV file: float32 (steps, channels). Either a row for each step, with columns for the
 * id of the series, its class, perhaps the time, and the values; or a row for each series, with its class and its values in order.
 *
 * Every channel is standardised by mean and deviation over the steps of the training classes. Of the classes, shuffled with `seed`, about 60% are for training and
 * 20% each for validation and testing, but never fewer than `splitWays`. `description.series` is the `SeriesFormat`,
 * and `warnings` say where levels, or few numbers far from all others, drown what happens within series.
 * @throws Error where the file is missing, not UTF-8 or lacks a column, a cell holds no number, or classes or series are too few; it names line and column.
 */
export function seriesFile(options: SeriesFileOptions): ClassFamily {
  requireOptions('seriesFile', options, { file: true, layout: true, label: true, series: true, time: true, dates: true, values: true, ...episodeSizes, length: true, splitWays: true, seed: true });
  const { file, ways = 5, shots = 1, queries = defaultQueries, balance, seed = 0, length } = options;
  if (length !== undefined && (!Number.isInteger(length) || length < 2)) throw new RangeError(`length must be a whole number of at least 2 steps, got ${length}.`);
  const bytes = readBytes(file);
  const { layout, label, channels, series: found, warnings: readAs } = readSeries(bytes, options);
  const series = length === undefined ? found : found.map((each) => resample(each, channels.length, length));
  const classes = [...group(series, (each) => each.label)].sort(([a], [b]) => (a < b ? -1 : 1));
  const { splitWays = countRange('ways', ways, 2)[1] } = options;
  let sizes;
  try {
    sizes = splitSizes(classes.length, splitWays);
  } catch (error) {
    throw new RangeError(`${file}: ${(error as Error).message}`, { cause: error });
  }
  const parts = splitClasses(classes, sizes, key(seed));
  const training = parts.train.flatMap(([, own]) => own);
  const format = formatOf(series, training, channels);
  const splits = Object.fromEntries(Object.entries(parts).map(([split, own]) => [split, classesOf(own, format)])) as Record<Split, ExampleClasses>;
  const family = classFamily('series', splits, [format.steps, format.channels.length], { ways, shots, queries, balance }, { seed, layout, label, series: format, sha256: fingerprint(bytes) });
  const outliers = outlierWarnings(training, channels);
  const warnings = [...readAs, ...(outliers.length > 0 ? outliers : levelWarnings(training, channels))];
  return warnings.length > 0 ? { ...family, warnings } : family;
}

function readSeries(bytes: Uint8Array, options: SeriesFileOptions): SeriesTable {
  const { file, label, series, time, values = [] } = options;
  const written = parseCsv(bytes, file, [label, series, time, ...values].filter((column) => column !== undefined));
  const names = [columnFor('label', written.columns, label) ?? written.columns[0], columnFor('series', written.columns, series)];
  const table = withDecimalPoints(written, written.columns.filter((column) => !names.includes(column)));
  if (table.rows.length === 0) throw new Error(`${file} has a header line and no rows.`);
  if (table.columns.every((column) => numberIn(column) !== undefined)) throw new Error(`${file} should start with a line of column names, but its first line holds only numbers. Put one above, such as label,1,2,3.`);
  return (options.layout ?? layoutOf(table, options)) === 'long' ? longTable(table, file, options) : wideTable(table, file, options);
}

/** Rows that share the id of a series are its steps. */
function layoutOf({ columns, rows }: CsvTable, { series }: SeriesColumns): 'long' | 'wide' {
  const id = columnFor('series', columns, series);
  return id !== undefined && new Set(rows.map(({ values }) => values[id])).size < rows.length ? 'long' : 'wide';
}

function classesOf(classes: readonly (readonly [string, readonly LabelledSeries[]])[], format: SeriesFormat): ExampleClasses {
  return {
    count: classes.length,
    nameOf: (index) => classes[index][0],
    sizeOf: (index) => classes[index][1].length,
    write: (index, example, into, offset) => writeSeries(classes[index][1][example], format, into, offset),
  };
}
