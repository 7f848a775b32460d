import { isMissing, numberIn } from '../../tasks/files/cells.js';
import type { CsvRow } from '../../tasks/files/csv.js';
import { isTimeOfDay, secondsOfDate } from '../../tasks/files/dates.js';
import { standardised, standardOf, type Standard } from '../../tasks/standard.js';
import { isMeantAsNumber } from './meant-as-number.js';

/** How a column becomes inputs of a learner. */
export type InputColumn =
  /** One input, standardised and zero where the number is missing; and a second, one where it is missing, if rows for training lack it. */
  | { readonly kind: 'number'; readonly column: string; readonly standard: Standard; readonly missing: boolean }
  /** An input for each category of the rows for training: one for the row's own. All are zero for an empty cell or a category that was never seen. */
  | { readonly kind: 'category'; readonly column: string; readonly categories: readonly string[] };

/** More categories than this are taken for names or free text, which say nothing of a row that is new. */
const mostCategories = 256;

/** How columns become inputs: see `inputColumn`. @throws Error where they make none. */
export function inputColumns(columns: readonly string[], rows: readonly CsvRow[], training: readonly CsvRow[], categorical: readonly string[], file: string): InputColumn[] {
  const inputs = columns.map((column) => inputColumn(column, rows, training, categorical.includes(column), file));
  if (inputs.every((input) => widthOf(input) === 0)) throw new Error(`${file} has nothing to predict from: the columns ${columns.join(', ')} are empty.`);
  return inputs;
}

/**
 * How a column becomes inputs. It holds numbers where all of its cells do, but those that are empty or NA; what is measured of them is measured on `training` alone.
 * A column of nothing but numbers that are written otherwise, such as 1,5 or 12 %, is refused, too, and one of dates or of times of day: as categories they would say nothing of any other.
 * @throws Error that names file, line and column, where only some cells hold numbers and `categorical` is false, or there are too many categories.
 */
function inputColumn(column: string, rows: readonly CsvRow[], training: readonly CsvRow[], categorical: boolean, file: string): InputColumn {
  if (!categorical && rows.some(({ values }) => isMeantAsNumber(values[column]))) {
    const word = rows.find(({ values }) => numberIn(values[column]) === undefined && !isMissing(values[column]));
    if (word) {
      const others = rows.some(({ values }) => numberIn(values[column]) !== undefined) ? 'other lines have numbers' : 'a number should be';
      throw new Error(
        `Line ${word.line} of ${file} has ${JSON.stringify(word.values[column])} in the column "${column}", where ${others} (with a point for decimals, at most 3.4e38). Mend it, or say that the column holds categories (the option categorical).`,
      );
    }
    const numbers = training.map(({ values }) => numberIn(values[column]));
    return { kind: 'number', column, standard: standardOf(numbers.filter((value) => value !== undefined)), missing: numbers.includes(undefined) };
  }
  const given = categorical ? [] : rows.filter(({ values }) => !isMissing(values[column]));
  for (const { holds, what, other, numbers } of moments) {
    if (given.length === 0 || !given.every(({ values }) => holds(values[column]))) continue;
    throw new Error(
      `The column "${column}" of ${file} holds ${what}, such as ${JSON.stringify(given[0].values[column])} on line ${given[0].line}: as categories they would say nothing of any other ${other}. Write them as numbers, such as ${numbers}, leave the column out (the option features), or say that it holds categories (the option categorical).`,
    );
  }
  const categories = [...new Set(training.map((row) => categoryIn(row, column)))].filter((category) => category !== '').sort();
  if (categories.length > mostCategories) {
    throw new Error(`The column "${column}" of ${file} has ${categories.length} different words, each of which would be an input; at most ${mostCategories} make sense. Leave it out (the option features).`);
  }
  return { kind: 'category', column, categories };
}

/** What lies on a line, but is not written as a number. */
const moments = [
  { holds: isDate, what: 'dates', other: 'day', numbers: 'days since the first' },
  { holds: isTimeOfDay, what: 'times of day', other: 'time', numbers: 'minutes since midnight' },
] as const;

/** Whether a cell holds a date, be the day or the month first. */
function isDate(cell: string): boolean {
  return secondsOfDate(cell, 'day-first') !== undefined || secondsOfDate(cell, 'month-first') !== undefined;
}

/** How many inputs a column makes. */
export function widthOf(input: InputColumn): number {
  return input.kind === 'category' ? input.categories.length : input.missing ? 2 : 1;
}

/** Writes the inputs that a column of a row makes into `into`, which must be zero there, from `offset` on. */
export function writeInputs(input: InputColumn, row: CsvRow, into: Float32Array, offset: number): void {
  if (input.kind === 'category') {
    const category = input.categories.indexOf(categoryIn(row, input.column));
    if (category >= 0) into[offset + category] = 1;
    return;
  }
  const value = numberIn(row.values[input.column]);
  if (value !== undefined) into[offset] = standardised(value, input.standard);
  else if (input.missing) into[offset + 1] = 1;
}

function categoryIn({ values }: CsvRow, column: string): string {
  return values[column].trim();
}
