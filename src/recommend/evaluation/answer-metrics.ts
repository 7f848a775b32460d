import type { JudgedQuestion } from '../raters/rater.js';
import type { RatingScale } from '../ratings.js';
import { meanByUser, type UsersAsked } from './by-user.js';
import { meanAbsoluteError, rootMeanSquaredError } from './errors.js';
import { ndcg } from './ndcg.js';
import type { MetricName } from './result.js';

/** A metric's values, one of each user, NaN where a user has none. */
export type UserValues = Partial<Record<MetricName, Float64Array>>;

/** Errors and nDCG of the answers to questions: each by question, then the mean of each user's. */
export function answerMetrics(questions: readonly JudgedQuestion[], users: UsersAsked, answers: readonly Float32Array[], rates: boolean, scale: RatingScale): UserValues {
  const each = (metric: (scores: Float32Array, truth: Float32Array) => number): Float64Array => meanByUser(users, questions.map(({ truth }, i) => metric(answers[i], truth)));
  const gainsAt = (k: number): Float64Array => each((scores, truth) => ndcg(scores, gainRatings(truth, scale), k));
  const errors = rates ? { mae: each(meanAbsoluteError), rmse: each(rootMeanSquaredError) } : {};
  return { ...errors, ndcg1: gainsAt(1), ndcg3: gainsAt(3), ndcg10: gainsAt(10) };
}

/** Ratings as nDCG's gains take them: as they are, on scales within 0 to 10; others are brought to 0 to 10, where 2^rating means something. */
function gainRatings(truth: Float32Array, { low, high }: RatingScale): Float32Array {
  return low >= 0 && high <= 10 ? truth : truth.map((rating) => (10 * (rating - low)) / (high - low || 1));
}
