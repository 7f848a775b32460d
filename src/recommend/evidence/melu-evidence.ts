import type { OneRating } from './gradient-norms.js';
import { byScore } from './fixed-orders.js';
import type { EvidenceStrategy } from './strategy.js';

/**
 * MeLU's selection (Lee et al. 2019, section 4.4): the mean norm of the gradients that an item's ratings by training users are for a loss of one, times the item's popularity, each over
 * the greatest of any item. The same order for everybody.
 * @param norms of `gradientNorms`, one for each of `ratings`; items without a rating among them are not listed.
 * @param counts how often each item of the catalogue is rated.
 */
export function meluEvidence(ratings: readonly OneRating[], norms: ArrayLike<number>, counts: ArrayLike<number>): EvidenceStrategy {
  if (norms.length !== ratings.length) throw new RangeError(`${norms.length} norms were given for ${ratings.length} ratings: give one for each.`);
  const sums = new Float64Array(counts.length);
  const seen = new Int32Array(counts.length);
  ratings.forEach(({ item }, i) => {
    sums[item] += norms[i];
    seen[item]++;
  });
  const means = sums.map((total, item) => (seen[item] > 0 ? total / seen[item] : 0));
  const strongest = means.reduce((most, mean) => Math.max(most, mean), Number.MIN_VALUE);
  const popular = Array.from(counts).reduce((most, count) => Math.max(most, count), 1);
  return byScore("MeLU's selection", means.map((mean, item) => (mean / strongest) * (counts[item] / popular)));
}
