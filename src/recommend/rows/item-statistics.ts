import type { Ratings } from '../ratings.js';

/** What users of one part of the data thought of each item, each user's own mood taken out. */
export interface ItemStatistics {
  /** The mean and standard deviation of all their ratings. */
  readonly mean: number;
  readonly deviation: number;
  /** For each user how far his ratings are above what he rated; 0 of users of other parts. */
  readonly userBiases: Float64Array;
  /** For each item the sum over its ratings of how far they are above the mean and their user's bias, and how many they are. */
  readonly sums: Float64Array;
  readonly counts: Int32Array;
}

/** Ratings at the mean that the bias of an item, or of a user, is damped by. */
export const damping = 2;
/** Of means of items and of users in turn; after these few they hardly change. */
const rounds = 5;

/**
 * The statistics of the ratings by these users; those of all where nothing is said. Biases of users and items are damped means of what the other leaves, in turn (Koren, Bell
 * and Volinsky 2009, "Matrix factorization techniques for recommender systems", equation 3): a film that only strict users saw is thought better of than its mean rating.
 */
export function itemStatistics({ starts, item, rating, items }: Ratings, users: Iterable<number> = Array(starts.length - 1).keys()): ItemStatistics {
  const list = [...users];
  const { mean, deviation } = spreadOf(rating, starts, list);
  const counts = new Int32Array(items.count);
  for (const user of list) for (let i = starts[user]; i < starts[user + 1]; i++) counts[item[i]]++;
  const userBiases = new Float64Array(starts.length - 1);
  const sums = new Float64Array(items.count);
  for (let round = 0; round < rounds; round++) {
    for (const user of list) {
      let above = 0;
      for (let i = starts[user]; i < starts[user + 1]; i++) above += rating[i] - mean - sums[item[i]] / (counts[item[i]] + damping);
      userBiases[user] = above / (starts[user + 1] - starts[user] + damping);
    }
    sums.fill(0);
    for (const user of list) for (let i = starts[user]; i < starts[user + 1]; i++) sums[item[i]] += rating[i] - mean - userBiases[user];
  }
  return { mean, deviation, userBiases, sums, counts };
}

/** The mean and standard deviation of the ratings of users; a deviation of 1 where all are alike. */
function spreadOf(rating: Float32Array, starts: Int32Array, users: readonly number[]): { mean: number; deviation: number } {
  let [total, squares, count] = [0, 0, 0];
  for (const user of users) {
    for (let i = starts[user]; i < starts[user + 1]; i++) {
      total += rating[i];
      squares += rating[i] ** 2;
      count++;
    }
  }
  const mean = count > 0 ? total / count : 0;
  const deviation = Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean ** 2));
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}
