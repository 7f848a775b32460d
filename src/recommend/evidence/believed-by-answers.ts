import type { Rater } from '../raters/rater.js';
import { nearestLevel, type RatingScale } from '../ratings.js';
import { asCovariance } from './as-covariance.js';
import type { RatingBelief } from './belief.js';

/** Surprises of at most this share of the scale are too small to divide by. */
const least = 0.01;
/** What an answer tells of its own item stays below the whole of it. */
const most = 0.99;

/**
 * What a rater takes ratings of these items to have in common, by what one answer makes it say of the others: with S_ij the change of item j by an answer for i, in units of the surprise,
 *
 *     K_ii = S_ii / (1 - S_ii),   K_ij = S_ij (K_ii + 1),   in units of the noise.
 *
 * Of a Bayesian linear head, or any ridge regression, this is the covariance of its belief exactly. Of other learners it is that of the normal belief which the first answer would move
 * in the same way; where K_ij and K_ji differ, their mean counts, as far as the variances of both allow.
 */
export async function believedByAnswers(rater: Rater, items: Int32Array, { low, high, levels }: RatingScale): Promise<RatingBelief> {
  const count = items.length;
  const [expected] = await rater.rate([{ known: { items: new Int32Array(0), ratings: new Float32Array(0) }, asked: items }]);
  // Towards the far end of the scale, by half of what is left: nothing is cut off.
  const given = expected.map((rating) => nearest(rating + (rating > (low + high) / 2 ? low - rating : high - rating) / 2, levels));
  const told = await rater.rate(Array.from(items, (item, i) => ({ known: { items: Int32Array.of(item), ratings: given.slice(i, i + 1) }, asked: items })));
  const covariance = new Float64Array(count * count);
  told.forEach((after, i) => {
    const surprise = given[i] - expected[i];
    if (Math.abs(surprise) <= least * (high - low)) return;
    const own = Math.min(most, Math.max(0, (after[i] - expected[i]) / surprise));
    for (let j = 0; j < count; j++) {
      const change = j === i ? own : (after[j] - expected[j]) / surprise;
      const shared = change / (1 - own) / 2;
      covariance[i * count + j] += shared;
      covariance[j * count + i] += shared;
    }
  });
  return { items, covariance: asCovariance(covariance, count), noise: 1 };
}

function nearest(rating: number, levels: readonly number[] | undefined): number {
  return levels === undefined ? rating : levels[nearestLevel(levels, rating)];
}
