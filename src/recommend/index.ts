export type { Attribute, CategoriesAttribute, CategoryAttribute, NumberAttribute, TextAttribute } from './attributes.js';
export { namesOf, type Names } from './names.js';
export { ratingsOf, type Ratings, type RatingScale } from './ratings.js';
export { syntheticRaters, type SyntheticRatersOptions } from './synthetic-raters.js';
export { splitUsers, type UserSplits } from './split-users.js';
export { ratingTasks, type RatingTasks, type RatingTasksOptions } from './rating-tasks.js';
export { labelsOf, ratingsFrom, targetOf, type RatingTarget } from './targets.js';
export type { Column, Widths } from './rows/columns.js';
export type { JudgedQuestion, KnownRatings, Rater, RatingQuestion } from './raters/rater.js';
