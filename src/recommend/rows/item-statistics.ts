import type { Ratings } from '../ratings.js';

/** What users of one part of the data thought of each item. */
export interface ItemStatistics {
  /** The mean and standard deviation of all their ratings. */
  readonly mean: number;
  readonly deviation: number;
  /** For each item the sum of its ratings, and how many they are. */
  readonly sums: Float64Array;
  readonly counts: Int32Array;
}

/** The statistics of the ratings by these users; those of all where nothing is said. */
export function itemStatistics({ starts, item, rating, items }: Ratings, users: Iterable<number> = Array(starts.length - 1).keys()): ItemStatistics {
  const sums = new Float64Array(items.count);
  const counts = new Int32Array(items.count);
  let [total, squares, count] = [0, 0, 0];
  for (const user of users) {
    for (let i = starts[user]; i < starts[user + 1]; i++) {
      sums[item[i]] += rating[i];
      counts[item[i]]++;
      total += rating[i];
      squares += rating[i] ** 2;
      count++;
    }
  }
  const mean = count > 0 ? total / count : 0;
  const deviation = Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean ** 2));
  return { mean, deviation: deviation > 0 ? deviation : 1, sums, counts };
}
