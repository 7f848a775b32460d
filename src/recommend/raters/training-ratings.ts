import type { Ratings } from '../ratings.js';

/** The ratings that a rater is fitted on: those of some users, by user and by item. The users are numbered anew, from 0 on; items keep their numbers. */
export interface TrainingRatings {
  readonly users: RatingLists;
  readonly items: RatingLists;
  /** Of all ratings: their mean, and their standard deviation, which is 1 where all are equal. */
  readonly mean: number;
  readonly deviation: number;
}

/** For each user the items rated, or for each item its raters. Those of number n are from `starts[n]` to `starts[n + 1]`, by rising number. */
export interface RatingLists {
  readonly count: number;
  readonly starts: Int32Array;
  /** The item, or the user. */
  readonly partner: Int32Array;
  readonly rating: Float32Array;
}

/** The ratings of these users, indexed both ways. */
export function trainingRatings({ starts, item, rating, items }: Ratings, users: Iterable<number>): TrainingRatings {
  const list = [...users];
  const own = new Int32Array(list.length + 1);
  list.forEach((user, i) => (own[i + 1] = own[i] + starts[user + 1] - starts[user]));
  const total = own[list.length];
  const partner = new Int32Array(total);
  const given = new Float32Array(total);
  list.forEach((user, i) => {
    partner.set(item.subarray(starts[user], starts[user + 1]), own[i]);
    given.set(rating.subarray(starts[user], starts[user + 1]), own[i]);
  });
  const byItem = transposed({ count: list.length, starts: own, partner, rating: given }, items.count);
  // Transposed twice, lists are in the order of their partners.
  return { users: transposed(byItem, list.length), items: byItem, ...momentsOf(given) };
}

/** The same ratings, listed by their partner, of which there are so many. */
export function transposed({ count, starts, partner, rating }: RatingLists, partners: number): RatingLists {
  const ends = new Int32Array(partners + 1);
  for (const each of partner) ends[each + 1]++;
  for (let each = 0; each < partners; each++) ends[each + 1] += ends[each];
  const next = ends.slice();
  const other = new Int32Array(partner.length);
  const given = new Float32Array(partner.length);
  for (let number = 0; number < count; number++) {
    for (let at = starts[number]; at < starts[number + 1]; at++) {
      const place = next[partner[at]]++;
      other[place] = number;
      given[place] = rating[at];
    }
  }
  return { count: partners, starts: ends, partner: other, rating: given };
}

function momentsOf(values: Float32Array): { mean: number; deviation: number } {
  if (values.length === 0) return { mean: 0, deviation: 1 };
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}
