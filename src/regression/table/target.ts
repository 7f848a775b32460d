import { ascending } from 'd3-array';
import { isMissing, numberIn, requireNumber, type CsvRow } from '../../tasks/files/index.js';
import { standardised, standardOf, type Standard } from '../../tasks/index.js';
import { isMeantAsNumber } from './meant-as-number.js';

/** What is predicted: numbers, standardised by the rows for training, or one of the same classes in every task. */
export type TargetColumn =
  | { readonly kind: 'values'; readonly column: string; readonly standard: Standard }
  /** A class is a place in `labels`. */
  | { readonly kind: 'classes'; readonly column: string; readonly labels: readonly string[] };

/** What a target column holds: numbers where all cells do that are not empty. @throws Error where only some do, or they are written otherwise, such as 1,5 or 12 %. */
export function targetKind(column: string, rows: readonly CsvRow[], file: string): TargetColumn['kind'] {
  const given = rows.filter(({ values }) => !isMissing(values[column]));
  const word = given.find(({ values }) => numberIn(values[column]) === undefined);
  if (!word) return 'values';
  const meant = given.find(({ values }) => isMeantAsNumber(values[column]));
  if (meant && numberIn(meant.values[column]) === undefined) requireNumber(meant, column, file, 'Mend it, or say that the target holds classes (the option kind).');
  const number = given.find(({ values }) => numberIn(values[column]) !== undefined);
  if (!number) return 'classes';
  throw new Error(
    `The target "${column}" of ${file} is the number ${number.values[column]} on line ${number.line}, but ${JSON.stringify(word.values[column])} on line ${word.line}. Mend it, or say that it holds classes (the option kind).`,
  );
}

/** Whether a row says what is to be predicted. */
export function hasTarget({ values }: CsvRow, column: string, kind: TargetColumn['kind']): boolean {
  return kind === 'values' ? !isMissing(values[column]) : values[column].trim() !== '';
}

/** @throws Error where a value is no number, or all rows have the same. */
export function targetColumn(column: string, kind: TargetColumn['kind'], rows: readonly CsvRow[], training: readonly CsvRow[], file: string): TargetColumn {
  if (kind === 'values') {
    const numbers = rows.map((row) => requireNumber(row, column, file, 'Mend it, or say that the target holds classes (the option kind).'));
    if (numbers.every((number) => number === numbers[0])) throw nothingToPredict(column, file, String(numbers[0]));
    return { kind, column, standard: standardOf(training.map(({ values }) => Number(values[column]))) };
  }
  const labels = [...new Set(rows.map(({ values }) => values[column].trim()))];
  if (labels.length < 2) throw nothingToPredict(column, file, JSON.stringify(labels[0]));
  const numeric = labels.every((label) => numberIn(label) !== undefined);
  return { kind, column, labels: labels.sort((a, b) => (numeric ? Number(a) - Number(b) : ascending(a, b))) };
}

function nothingToPredict(column: string, file: string, value: string): Error {
  return new Error(`The target "${column}" of ${file} is ${value} in every row: there is nothing to predict.`);
}

/** The target of a row, as a learner is to give it. */
export function targetOf({ values }: CsvRow, target: TargetColumn): number {
  return target.kind === 'values' ? standardised(Number(values[target.column]), target.standard) : target.labels.indexOf(values[target.column].trim());
}
