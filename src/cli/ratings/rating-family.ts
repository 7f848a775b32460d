import type { RatingTasks } from '../../recommend/index.js';
import type { TaskFamily } from '../../tasks/index.js';

/** Whether the tasks of a family are users and their ratings. */
export function isRatingFamily(family: TaskFamily): family is RatingTasks {
  return 'ratingTarget' in family;
}
