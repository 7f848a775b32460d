import type { Ratings } from '../ratings.js';
import { ratingRater } from './one-by-one.js';
import type { Rater } from './rater.js';
import { requireSettings } from './require-settings.js';
import { trainingRatings, type RatingLists } from './training-ratings.js';

/** How strongly a mean of few ratings is drawn to that of all: by as many ratings of that mean. */
export type MeanSettings = { readonly damping: number };

/** Every item is rated as the mean of all ratings by these users. */
export function fitGlobalMean(ratings: Ratings, users: Iterable<number>): Rater {
  const { mean } = trainingRatings(ratings, users);
  return ratingRater('global mean', ratings.scale, () => () => mean);
}

/** Every item is rated as the mean of its ratings by these users, damped towards that of all; one without ratings as that. @throws RangeError where `damping` is negative. */
export function fitItemMean(ratings: Ratings, users: Iterable<number>, settings: MeanSettings): Rater {
  requireSettings('item mean', settings);
  const { items, mean } = trainingRatings(ratings, users);
  const means = Float64Array.from({ length: items.count }, (_, item) => dampedMean(ratingsIn(items, item), mean, settings.damping));
  return ratingRater('item mean', ratings.scale, () => (item) => means[item] ?? mean);
}

/** A user rates everything as the mean of what is known, damped towards the mean of all ratings by these users. @throws RangeError where `damping` is negative. */
export function fitUserMean(ratings: Ratings, users: Iterable<number>, settings: MeanSettings): Rater {
  requireSettings('user mean', settings);
  const { mean } = trainingRatings(ratings, users);
  return ratingRater('user mean', ratings.scale, (known) => {
    const own = dampedMean(known.ratings, mean, settings.damping);
    return () => own;
  });
}

/** (sum of values + damping * mean) / (their number + damping); the mean where that is nothing. */
function dampedMean(values: Float32Array, mean: number, damping: number): number {
  const weight = values.length + damping;
  return weight === 0 ? mean : (values.reduce((total, value) => total + value, 0) + damping * mean) / weight;
}

function ratingsIn({ starts, rating }: RatingLists, number: number): Float32Array {
  return rating.subarray(starts[number], starts[number + 1]);
}
