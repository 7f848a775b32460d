import type { Ratings } from '../ratings.js';
import { rankingRater, type Scores } from './one-by-one.js';
import type { Rater } from './rater.js';
import { trainingRatings, type TrainingRatings } from './training-ratings.js';

/** Items by how many of these users rated or took them. It only ranks. */
export function fitPopularity(ratings: Ratings, users: Iterable<number>): Rater {
  const scores = popularityOf(trainingRatings(ratings, users));
  return rankingRater('popularity', () => scores);
}

/** The share of users who rated or took an item. */
export function popularityOf({ users, items }: TrainingRatings): Scores {
  return (item) => (item >= 0 && item < items.count ? (items.starts[item + 1] - items.starts[item]) / Math.max(1, users.count) : 0);
}
