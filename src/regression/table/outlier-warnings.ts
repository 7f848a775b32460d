import { numberIn, type CsvRow } from '../../tasks/files/index.js';
import { outlierIn } from '../../tasks/index.js';

/** A sentence for each of these columns in which few numbers take all variance from the others. @param rows those for training, by which columns are standardised. */
export function outlierWarnings(columns: readonly string[], rows: readonly CsvRow[]): string[] {
  return columns.flatMap((column) => {
    const found = rows.filter(({ values }) => numberIn(values[column]) !== undefined);
    const at = outlierIn(found.map(({ values }) => Number(values[column])));
    if (at === undefined) return [];
    return [`"${column}" is ${Number(found[at].values[column])} on line ${found[at].line}, so far from the others that these are all alike once the column is standardised: where it stands for a missing value, leave the cell empty.`];
  });
}
