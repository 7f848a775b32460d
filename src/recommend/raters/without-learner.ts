import type { RatingTasks } from '../rating-tasks.js';
import type { Scores } from './one-by-one.js';

/** Ratings that the mean of all counts for beside an item's own. */
const damping = 5;

/** What is said of an item where a learner says nothing: the mean of all and how far, damped, training users rated it above that and their own biases, or the share of them who took it. */
export function withoutLearner({ ratings, splits, statistics }: RatingTasks): Scores {
  const { mean, sums, counts } = statistics;
  if (ratings.feedback === 'implicit') return (item) => (counts[item] ?? 0) / splits.train.length;
  return (item) => mean + (sums[item] ?? 0) / ((counts[item] ?? 0) + damping);
}
