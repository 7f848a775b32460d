import { dateOrderOf, isTimeOfDay, numberIn, secondsOfDate, type CsvRow, type DateOrder } from '../../tasks/files/index.js';

/**
 * Reads when a step was, in the column of times: a number as it is, a date in seconds. Whether days or months stand first is told by all dates of the column.
 * @param asked the order, where it is said.
 * @throws Error where it is not said, and the column does not tell.
 */
export function stepTimes(rows: readonly CsvRow[], column: string, file: string, asked: DateOrder | undefined): (row: CsvRow) => number {
  const order = asked ?? orderIn(rows, column, file);
  return ({ line, values }) => {
    const time = numberIn(values[column]) ?? secondsOfDate(values[column], order);
    if (time !== undefined) return time;
    if (isTimeOfDay(values[column])) {
      throw new Error(`Line ${line} of ${file} has ${JSON.stringify(values[column])} in the column "${column}", a time of day without its date. Write the date before it, as in "2021-02-13 ${values[column].trim()}", or numbers, such as seconds since the first step.`);
    }
    const first = asked === undefined ? '' : `, ${asked === 'day-first' ? 'the day first' : 'the month first'}`;
    throw new Error(`Line ${line} of ${file} has ${JSON.stringify(values[column])} in the column "${column}", which is neither a number (with a point for decimals) nor a date${first}.`);
  };
}

function orderIn(rows: readonly CsvRow[], column: string, file: string): DateOrder {
  const order = dateOrderOf(rows.map(({ values }) => values[column]));
  if (order === 'day-first' || order === 'month-first') return order;
  // Only dates with the year first, or none, which both orders read alike.
  if (order === undefined) return 'day-first';
  const example = rows.find(({ values }) => dateOrderOf([values[column]]) !== undefined)!;
  const shown = `${JSON.stringify(example.values[column])} on line ${example.line}`;
  const doubt = order === 'either' ? `such as ${shown}, which may have the day or the month first: none has a number above 12 there` : `some with the day first and some with the month first, such as ${shown}`;
  const advice = order === 'either' ? 'Say which with the option dates, day-first or month-first (on the command line --set dates=day-first)' : 'Mend them, or write years first, as in 2021-02-13';
  throw new Error(`The column "${column}" of ${file} has dates ${doubt}. ${advice}.`);
}
