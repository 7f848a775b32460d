/** What numbers are standardised by. */
export interface Standard {
  readonly mean: number;
  /** The standard deviation; 1 where the numbers do not vary or there are none. */
  readonly deviation: number;
}

/** Mean and standard deviation (of the values themselves, divided by their count) in one pass (Welford 1962). */
export function standardOf(values: Iterable<number>): Standard {
  let [count, mean, squares] = [0, 0, 0];
  for (const value of values) {
    count++;
    const step = value - mean;
    mean += step / count;
    squares += step * (value - mean);
  }
  const deviation = Math.sqrt(squares / Math.max(count, 1));
  // What is left of rounding when all values are equal is no variation.
  return { mean, deviation: deviation > 1e-12 * Math.abs(mean) ? deviation : 1 };
}

/** How many deviations a value lies above the mean. */
export function standardised(value: number, { mean, deviation }: Standard): number {
  return (value - mean) / deviation;
}
