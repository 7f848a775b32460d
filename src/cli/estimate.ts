/** A mean and, where there are at least two values, half the width of its 95% interval. */
export interface LooseEstimate {
  readonly mean: number;
  readonly ci95?: number;
}

/** As tests take it over their tasks: 1.96 standard deviations over the root of the count. */
export function estimateOf(values: readonly number[]): LooseEstimate {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, ci95: 1.96 * Math.sqrt(variance / count) };
}
