import { foldIn, key, normal, sampleWithoutReplacement } from '../random/index.js';
import { namesOf, type Rater, type Ratings } from '../recommend/index.js';

/** The features of an item. */
export const traits = 3;
/** The variance of a rating around what the user thinks. */
export const noise = 0.25;

export interface LinearRaters {
  readonly ratings: Ratings;
  /** (items, traits) */
  readonly features: Float32Array;
  /** Bayesian linear regression with the right prior and noise: no rater can be better. */
  readonly rater: Rater;
}

/** Users whose ratings are linear in what they see of an item: tastes are drawn, features too, some of them strong. Everybody rates `perUser` items, drawn. */
export function linearRaters({ users = 60, items = 60, perUser = 30, seed = 0 } = {}): LinearRaters {
  const root = key(seed);
  const features = normal(foldIn(root, 0), [items, traits]).data as Float32Array;
  // Most items say little.
  for (let item = 0; item < items; item++) for (let t = 0; t < traits; t++) features[item * traits + t] *= item % 5 === 0 ? 1.2 : 0.3;
  const tastes = normal(foldIn(root, 1), [users, traits]).data;
  const rated = Array.from({ length: users }, (_, user) => sampleWithoutReplacement(foldIn(foldIn(root, 2), user), items, perUser));
  const slips = normal(foldIn(root, 3), [users * perUser], 0, Math.sqrt(noise)).data;
  const rating = Float32Array.from({ length: users * perUser }, (_, at) => {
    const user = Math.floor(at / perUser);
    return dot(features, rated[user][at % perUser], tastes.subarray(user * traits, (user + 1) * traits)) + slips[at];
  });
  const ratings: Ratings = {
    name: 'linear raters',
    users: namesOf(Array.from({ length: users }, (_, user) => `user ${user}`)),
    items: namesOf(Array.from({ length: items }, (_, item) => `item ${item}`)),
    starts: Int32Array.from({ length: users + 1 }, (_, user) => user * perUser),
    item: Int32Array.from(rated.flat()),
    rating,
    time: Float64Array.from(rating.keys()),
    scale: { low: -20, high: 20 },
    feedback: 'explicit',
    itemAttributes: [],
    userAttributes: [],
    warnings: [],
    source: { seed },
  };
  return { ratings, features, rater: bayesianRater(features) };
}

function bayesianRater(features: Float32Array): Rater {
  return {
    name: 'Bayesian',
    rates: true,
    rate: (questions) =>
      Promise.resolve(
        questions.map(({ known, asked }) => {
          const mean = new Float64Array(traits);
          const covariance = Float64Array.from({ length: traits * traits }, (_, i) => Number(i % (traits + 1) === 0));
          known.items.forEach((item, i) => {
            const spread = Float64Array.from({ length: traits }, (_, row) => dot(features, item, covariance.subarray(row * traits, (row + 1) * traits)));
            const total = dot(features, item, spread) + noise;
            const surprise = known.ratings[i] - dot(features, item, mean);
            for (let row = 0; row < traits; row++) {
              mean[row] += (spread[row] * surprise) / total;
              for (let column = 0; column < traits; column++) covariance[row * traits + column] -= (spread[row] * spread[column]) / total;
            }
          });
          return Float32Array.from(asked, (item) => dot(features, item, mean));
        }),
      ),
  };
}

function dot(features: Float32Array, item: number, weights: ArrayLike<number>): number {
  let total = 0;
  for (let t = 0; t < traits; t++) total += features[item * traits + t] * weights[t];
  return total;
}
