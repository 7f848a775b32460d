import { isMissing, requireNumber, type CsvTable } from '../../tasks/files/index.js';
import { classIn, columnFor, type SeriesColumns } from './columns.js';
import { stepNumbers, type SeriesTable } from './labelled-series.js';

/**
 * The series of a table with a row for each series of one number a step. Cells that are empty, or NaN, at the end of a row make it shorter.
 * @throws Error that names the file, line and column of what does not fit.
 */
export function wideTable({ columns, rows }: CsvTable, file: string, asked: SeriesColumns): SeriesTable {
  const label = columnFor('label', columns, asked.label) ?? columns[0];
  const id = columnFor('series', columns, asked.series);
  const steps = asked.values ?? columns.filter((column) => column !== label && column !== id);
  const asRead = `The file was read as having a row for each series and its class in the column "${label}": where it has not, say so with the options layout, label, series and values.`;
  const series = rows.map((row) => {
    const length = steps.findLastIndex((step) => !isMissing(row.values[step])) + 1;
    if (length === 0) throw new Error(`Line ${row.line} of ${file} is a series without a number. Take it out.`);
    const values = Float64Array.from(steps.slice(0, length), (step) => requireNumber(row, step, file, isMissing(row.values[step]) ? 'Only the end of a series may be empty.' : asRead));
    return { label: classIn(row, label, file), values, times: stepNumbers(length) };
  });
  return { layout: 'wide', label, channels: ['value'], series, warnings: [] };
}
