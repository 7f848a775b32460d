/** How far a new user's ratings of some items are from what they are expected to be, and how they vary together: a normal distribution. */
export interface RatingBelief {
  /** C numbers of items. */
  readonly items: Int32Array;
  /** (C, C), row-major and symmetric: the covariance of what users truly think of two items. */
  readonly covariance: Float64Array;
  /** The variance of a rating around what its user thinks, above 0. */
  readonly noise: number;
}

/** By how much the sum of variances, each with its weight, falls with an answer for each item: sum over t of w_t K_ct^2 / (K_cc + noise). It does not depend on what the answer is. */
export function variancesSaved({ covariance, noise }: RatingBelief, weights: ArrayLike<number>): Float64Array {
  const count = weights.length;
  return Float64Array.from({ length: count }, (_, c) => {
    let total = 0;
    for (let t = 0; t < count; t++) total += weights[t] * covariance[c * count + t] ** 2;
    return total / (covariance[c * count + c] + noise);
  });
}

/** The belief after answers for these items, whatever they were; those it does not have tell nothing. */
export function afterAnswers({ items, covariance, noise }: RatingBelief, answered: Iterable<number>): RatingBelief {
  const count = items.length;
  const left = covariance.slice();
  for (const item of answered) {
    const c = items.indexOf(item);
    if (c < 0) continue;
    const row = left.slice(c * count, (c + 1) * count);
    const total = row[c] + noise;
    for (let i = 0; i < count; i++) for (let j = 0; j < count; j++) left[i * count + j] -= (row[i] * row[j]) / total;
  }
  return { items, covariance: left, noise };
}

/** The sum of variances, each with its weight: how unsure one is of what matters. */
export function summedVariance({ covariance }: RatingBelief, weights: ArrayLike<number>): number {
  let total = 0;
  for (let t = 0; t < weights.length; t++) total += weights[t] * covariance[t * weights.length + t];
  return total;
}
