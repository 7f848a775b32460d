/** Values of a metric, one of each episode. */
export interface Score {
  readonly mean: number;
  /** Half the width of the 95% confidence interval of the mean: 1.96 standard deviations over the root of the count. */
  readonly ci95: number;
  readonly values: readonly number[];
}

/** The mean of values, and how sure it is: of a single one, not at all, an infinite interval. */
export function scoreOf(values: readonly number[]): Score {
  const count = values.length;
  const mean = values.reduce((total, value) => total + value, 0) / count;
  const variance = count > 1 ? values.reduce((total, value) => total + (value - mean) ** 2, 0) / (count - 1) : Infinity;
  return { mean, ci95: 1.96 * Math.sqrt(variance / count), values };
}
