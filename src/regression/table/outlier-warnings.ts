import { ascending, quantileSorted } from 'd3-array';
import { numberIn, type CsvRow } from '../../tasks/files/index.js';
import { standardOf } from '../../tasks/index.js';

/** A deviation of so many times what the middle half of the values spans is made by few values alone: that of widely spread prices (log-normal, sigma 2) is 15 times. */
const byFewAlone = 30;

/**
 * A sentence for each of these columns of numbers in which few values, such as 999999 in place of a missing one, are so far from the others that these are all alike once they are standardised.
 * @param rows those for training, by which columns are standardised.
 */
export function outlierWarnings(columns: readonly string[], rows: readonly CsvRow[]): string[] {
  return columns.flatMap((column) => {
    const found = rows.flatMap(({ line, values }) => {
      const value = numberIn(values[column]);
      return value === undefined ? [] : [{ line, value }];
    });
    const sorted = found.map(({ value }) => value).sort(ascending);
    const span = (quantileSorted(sorted, 0.75) ?? 0) - (quantileSorted(sorted, 0.25) ?? 0);
    const { mean, deviation } = standardOf(sorted);
    if (span === 0 || deviation < byFewAlone * span) return [];
    const farthest = found.reduce((most, each) => (Math.abs(each.value - mean) > Math.abs(most.value - mean) ? each : most));
    return [`"${column}" is ${farthest.value} on line ${farthest.line}, so far from the others that these are all alike once the column is standardised: where it stands for a missing value, leave the cell empty.`];
  });
}
