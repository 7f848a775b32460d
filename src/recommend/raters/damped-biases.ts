import type { Ratings } from '../ratings.js';
import { ratingRater } from './one-by-one.js';
import type { KnownRatings, Rater } from './rater.js';
import { requireSettings } from './require-settings.js';
import { trainingRatings, type RatingLists, type TrainingRatings } from './training-ratings.js';

export type BiasSettings = {
  /** Ratings that zero counts for beside an item's own; and beside a user's. */
  readonly itemDamping: number;
  readonly userDamping: number;
};

/** What is above the mean of all ratings: of each item, and of each user of training. */
export interface Biases {
  readonly mean: number;
  readonly items: Float64Array;
  readonly users: Float64Array;
}

/** Rounds of fitting items, then users. With one, biases are those of Koren (2010); more make the squared error with its penalty least. */
const usualRounds = 10;

/**
 * The rating of item i by user u as mean + b_i + b_u (Koren, Bell and Volinsky 2009, "Matrix factorization techniques for recommender systems", equation 3), the biases by ridge regression; a new user's from
 * the known ratings.
 * @throws RangeError where a damping is negative.
 */
export function fitDampedBiases(ratings: Ratings, users: Iterable<number>, settings: BiasSettings): Rater {
  requireSettings('damped biases', settings);
  const biases = biasesOf(trainingRatings(ratings, users), settings);
  return ratingRater('damped biases', ratings.scale, (known) => {
    const level = biases.mean + userBias(biases, known, settings.userDamping);
    return (item) => level + (biases.items[item] ?? 0);
  });
}

/** b_i = sum(r - mean - b_u) / (itemDamping + ratings of i), and b_u likewise, in turn. */
export function biasesOf({ users, items, mean }: TrainingRatings, { itemDamping, userDamping }: BiasSettings, rounds = usualRounds): Biases {
  const biases = { mean, items: new Float64Array(items.count), users: new Float64Array(users.count) };
  for (let round = 0; round < rounds; round++) {
    fitSide(biases.items, items, biases.users, mean, itemDamping);
    fitSide(biases.users, users, biases.items, mean, userDamping);
  }
  return biases;
}

/** b_u = sum(r - mean - b_i) / (damping + known ratings); 0 where nothing is known. */
export function userBias({ mean, items }: Biases, known: KnownRatings, damping: number): number {
  let above = 0;
  known.items.forEach((item, at) => (above += known.ratings[at] - mean - (items[item] ?? 0)));
  return over(above, known.items.length + damping);
}

function fitSide(into: Float64Array, { count, starts, partner, rating }: RatingLists, others: Float64Array, mean: number, damping: number): void {
  for (let number = 0; number < count; number++) {
    let above = 0;
    for (let at = starts[number]; at < starts[number + 1]; at++) above += rating[at] - mean - others[partner[at]];
    into[number] = over(above, starts[number + 1] - starts[number] + damping);
  }
}

function over(total: number, weight: number): number {
  return weight === 0 ? 0 : total / weight;
}
