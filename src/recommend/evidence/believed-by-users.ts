import { foldIn, key, sampleWithoutReplacement } from '../../random/index.js';
import type { Rater } from '../raters/rater.js';
import { ratingsOf, type Ratings } from '../ratings.js';
import type { RatingBelief } from './belief.js';

export interface UsersBeliefOptions {
  /** Users with enough ratings, at most. Default 200. */
  readonly most?: number;
  /** Ratings that the rater is told of each, at most. Default 20. */
  readonly told?: number;
  /** Default 0. */
  readonly seed?: number;
}

/** Ratings of each user that are left out, to see how far off the rater is. */
const leftOut = 3;

/**
 * What users' ratings of these items have in common, as a rater sees users: it is told ratings of some, as of new ones, and the covariance is that of what it then predicts of them.
 * The noise is its mean squared error on ratings left out. For any rater: an ensemble of as many adapted learners.
 * @throws RangeError where fewer than two users have enough ratings.
 */
export async function believedByUsers(rater: Rater, items: Int32Array, ratings: Ratings, users: Iterable<number>, { most = 200, told = 20, seed = 0 }: UsersBeliefOptions = {}): Promise<RatingBelief> {
  const able = withEnoughRatings(ratings, users);
  if (able.length < 2) throw new RangeError(`Only ${able.length} users have more than ${2 * leftOut} ratings: too few to see how users differ.`);
  const chosen = sampleWithoutReplacement(key(seed), able.length, Math.min(most, able.length)).map((i) => able[i]);
  const questions = chosen.map((user) => {
    const places = sampleWithoutReplacement(foldIn(key(seed), user), ratingsOf(ratings, user)).map((i) => ratings.starts[user] + i);
    const known = places.slice(leftOut, leftOut + told);
    const of = (list: readonly number[]) => ({ items: list.map((place) => ratings.item[place]), ratings: Float32Array.from(list, (place) => ratings.rating[place]) });
    const asked = of(places.slice(0, leftOut));
    return { known: { user, items: Int32Array.from(of(known).items), ratings: of(known).ratings }, asked: Int32Array.from([...items, ...asked.items]), truth: asked.ratings };
  });
  const answers = await rater.rate(questions);
  const errors = questions.flatMap(({ truth }, i) => Array.from(truth, (rating, row) => (answers[i][items.length + row] - rating) ** 2));
  // A rater without error would be told all by one answer.
  const noise = Math.max(1e-6, errors.reduce((total, error) => total + error, 0) / errors.length);
  return { items, covariance: covarianceOf(answers, items.length), noise };
}

/** The users who have ratings left to be told when some are left out. */
export function withEnoughRatings(ratings: Ratings, users: Iterable<number>): number[] {
  return [...users].filter((user) => ratingsOf(ratings, user) > 2 * leftOut);
}

/** (count, count): the covariance of the first `count` values over samples. */
function covarianceOf(samples: readonly Float32Array[], count: number): Float64Array {
  const means = Float64Array.from({ length: count }, (_, i) => samples.reduce((total, sample) => total + sample[i], 0) / samples.length);
  const covariance = new Float64Array(count * count);
  for (const sample of samples) {
    for (let i = 0; i < count; i++) {
      const own = (sample[i] - means[i]) / (samples.length - 1);
      for (let j = 0; j < count; j++) covariance[i * count + j] += own * (sample[j] - means[j]);
    }
  }
  return covariance;
}
