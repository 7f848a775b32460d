import type { JudgedQuestion } from '../raters/rater.js';

/** Questions that are judged together: one for each user, or some of other draws, whose metrics are averaged for the user first. */
export interface QuestionSet {
  /** As a report says it: '5 known ratings'. */
  readonly name: string;
  /** Ratings known of each user, where it is one number for all. */
  readonly known?: number;
  /** How many users take part. */
  readonly users: number;
  /** Each has its `known.user`. */
  readonly questions: readonly JudgedQuestion[];
}
