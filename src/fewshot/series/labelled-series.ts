/** One series of measurements of a known class. */
export interface LabelledSeries {
  readonly label: string;
  /** The numbers of each step one after the other: steps x channels. */
  readonly values: Float64Array;
  /** Where each step lies in time, in ascending order; the steps' numbers where no time is known. */
  readonly times: ArrayLike<number>;
}

/** The series of a file. */
export interface SeriesTable {
  readonly layout: 'long' | 'wide';
  /** The column of the classes. */
  readonly label: string;
  /** The names of what is measured at each step. */
  readonly channels: readonly string[];
  readonly series: readonly LabelledSeries[];
  /** Where it may have been meant otherwise than it was read. */
  readonly warnings: readonly string[];
}

/** The steps' numbers, where no time is known. */
export function stepNumbers(count: number): number[] {
  return Array.from({ length: count }, (_, step) => step);
}
