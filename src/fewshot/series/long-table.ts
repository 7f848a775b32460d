import { group } from 'd3-array';
import { requireNumber, type CsvRow, type CsvTable } from '../../tasks/files/index.js';
import { classIn, columnFor, type SeriesColumns } from './columns.js';
import { layoutWarnings } from './layout-warnings.js';
import { stepNumbers, type LabelledSeries, type SeriesTable } from './labelled-series.js';
import { stepTimes } from './step-times.js';

/** The series of a table with a row for each step. @throws Error that names the file, line and column of what does not fit. */
export function longTable({ columns, rows }: CsvTable, file: string, asked: SeriesColumns): SeriesTable {
  const id = columnFor('series', columns, asked.series);
  const label = columnFor('label', columns, asked.label);
  const time = columnFor('time', columns, asked.time);
  if (id === undefined || label === undefined) {
    const missing = id === undefined ? 'the id of a series (name it series, or say which with the option series)' : 'the class of a series (name it label, or say which with the option label)';
    throw new Error(`${file} has a row for each step, but no column for ${missing}. Its columns are ${columns.join(', ')}.`);
  }
  const channels = asked.values ?? columns.filter((column) => ![id, label, time].includes(column));
  if (channels.length === 0) throw new Error(`${file} has no column of values beside ${[id, label, time].filter(Boolean).join(', ')}.`);
  const timeOf = time === undefined ? undefined : stepTimes(rows, time, file, asked.dates);
  const bySeries = group(rows, ({ values }) => values[id]);
  const warnings = asked.layout === undefined && time === undefined ? layoutWarnings(file, id, channels) : [];
  return { layout: 'long', label, channels, warnings, series: [...bySeries.values()].map((steps) => toSeries(steps, { id, label, timeOf, channels }, file)) };
}

interface Found {
  readonly id: string;
  readonly label: string;
  readonly timeOf: ((row: CsvRow) => number) | undefined;
  readonly channels: readonly string[];
}

function toSeries(rows: readonly CsvRow[], { id, label, timeOf, channels }: Found, file: string): LabelledSeries {
  const [first] = rows;
  const other = rows.find(({ values }) => values[label] !== first.values[label]);
  if (other) {
    throw new Error(
      `Series "${first.values[id]}" of ${file} is of class "${first.values[label]}" on line ${first.line} and of "${other.values[label]}" on line ${other.line}. Give every series an id of its own; where each row is a series, say so with the option layout, wide.`,
    );
  }
  const placed = rows.map((row, step) => ({ row, time: timeOf?.(row) ?? step }));
  placed.sort((a, b) => a.time - b.time);
  const values = new Float64Array(rows.length * channels.length);
  placed.forEach(({ row }, step) =>
    channels.forEach((channel, at) => {
      values[step * channels.length + at] = requireNumber(row, channel, file, 'Mend it, or name the columns of numbers (the option values).');
    }),
  );
  return { label: classIn(first, label, file), values, times: timeOf === undefined ? stepNumbers(rows.length) : placed.map((step) => step.time) };
}
