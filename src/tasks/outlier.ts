import { standardOf } from './standard.js';

/** A deviation of so many times what the middle half of the values spans is made by few values alone: that of widely spread prices (log-normal, sigma 2) is 15 times. */
const byFewAlone = 30;

/**
 * Where the value stands that is farthest from the mean, if few values, such as -9999 in place of a missing one, are so far from the others that these are all alike once all are standardised.
 * Undefined where that is not so, and where half of the values are the same.
 */
export function outlierIn(values: ArrayLike<number>): number | undefined {
  const sorted = Float64Array.from(values).sort();
  const quantile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const span = quantile(0.75) - quantile(0.25);
  const { mean, deviation } = standardOf(sorted);
  if (span === 0 || deviation < byFewAlone * span) return undefined;
  let farthest = 0;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i] - mean) > Math.abs(values[farthest] - mean)) farthest = i;
  return farthest;
}
