/** The mean of |score - truth| over the ratings of one user. */
export function meanAbsoluteError(scores: ArrayLike<number>, truth: ArrayLike<number>): number {
  return meanOf(scores, truth, Math.abs);
}

/** The root of the mean of (score - truth)^2 over the ratings of one user. The mean of these over users is below the root over all ratings of all users, which some papers give. */
export function rootMeanSquaredError(scores: ArrayLike<number>, truth: ArrayLike<number>): number {
  return Math.sqrt(meanOf(scores, truth, (error) => error ** 2));
}

function meanOf(scores: ArrayLike<number>, truth: ArrayLike<number>, of: (error: number) => number): number {
  if (scores.length !== truth.length || truth.length === 0) throw new RangeError(`An error needs one score for each rating, and at least one; got ${scores.length} scores of ${truth.length} ratings.`);
  let total = 0;
  for (let i = 0; i < truth.length; i++) total += of(scores[i] - truth[i]);
  return total / truth.length;
}
