export type { Attribute, CategoriesAttribute, CategoryAttribute, NumberAttribute, TextAttribute } from './attributes.js';
export { namesOf, type Names } from './names.js';
export { ratingsOf, type Ratings, type RatingScale } from './ratings.js';
export { syntheticRaters, type SyntheticRatersOptions } from './synthetic-raters.js';
export { splitUsers, type UserSplits } from './split-users.js';
export { ratingTasks, type RatingTasks, type RatingTasksOptions } from './rating-tasks.js';
export { labelsOf, ratingsFrom, targetOf, type RatingTarget } from './targets.js';
export type { Column, Widths } from './rows/columns.js';
export type { JudgedQuestion, KnownRatings, Rater, RatingQuestion } from './raters/rater.js';
export {
  evaluateRaters,
  hitRate,
  meanAbsoluteError,
  meluPublished,
  meluSplit,
  metricNames,
  ndcg,
  newUserQuestions,
  raterMetrics,
  rootMeanSquaredError,
  type EvaluateOptions,
  type MeluOptions,
  type MeluSplit,
  type NewUserOptions,
  type RaterMetric,
} from './evaluation/index.js';
export { restrictRatings } from './restrict-ratings.js';
export type { AdaptationResult, Comparison, Estimate, Evaluation, MetricName, Outcome, QuestionSet, QuestionSetResult, RaterResult, Verdict } from './evaluation/index.js';
export { movieLens, type MovieLensOptions } from './data/movielens.js';
export { movieTweetings, type MovieTweetingsOptions } from './data/movietweetings.js';
export { inferSchema, ratingsFile, type RatingsFileOptions } from './data/ratings-file.js';
export { describeSchema } from './data/describe-schema.js';
export { describeReport } from './data/describe-report.js';
export { RatingsFileError } from './data/ratings-file-error.js';
export type { DataFault, DataReport, FaultKind, Place } from './data/data-report.js';
export type { AttributeColumn, AttributeTable, DataSchema, RatingColumn, RatingTable, SchemaOverride } from './data/schema.js';
export { CatalogueError, catalogueOf, decodeCatalogue, encodeCatalogue, findItems, recommend, UserStateError } from './serving/index.js';
export type { AttributeValues, Catalogue, FoundItem, GivenRating, KnownUser, NewItem, RankedItem, RecommendedUser, Recommendations, Recommender, RecommendOptions, Wish } from './serving/index.js';
export {
  activeEvidence,
  afterAnswers,
  believedByAnswers,
  believedByUsers,
  compareEvidence,
  evidenceStrategies,
  gradientNorms,
  meluEvidence,
  popularEntropyEvidence,
  popularEvidence,
  randomEvidence,
  summedVariance,
  type ActiveEvidenceOptions,
  type CompareEvidenceOptions,
  type EvidenceComparison,
  type EvidenceResult,
  type EvidenceStage,
  type EvidenceStrategiesOptions,
  type EvidenceStrategy,
  type OneRating,
  type RatingBelief,
  type UsersBeliefOptions,
} from './evidence/index.js';
export {
  baselines,
  fineTunedRater,
  fitDampedBiases,
  fitGlobalMean,
  fitImplicitFactors,
  fitImplicitNeighbours,
  fitItemMean,
  fitItemNeighbours,
  fitMatrixFactors,
  fitPopularity,
  fitUserMean,
  learnedRater,
  pretrain,
  pretrainedKinds,
  pretrainedRater,
  raterKind,
  tuned,
  type BiasSettings,
  type FineTuningSettings,
  type ImplicitFactorsSettings,
  type ImplicitNeighboursSettings,
  type ItemNeighboursSettings,
  type LearnedRater,
  type LearnedRaterOptions,
  type MatrixFactorsSettings,
  type MeanSettings,
  type Measure,
  type Pretrained,
  type PretrainOptions,
  type RaterKind,
  type RaterSettings,
  type Tried,
  type Tuned,
  type TuneOptions,
} from './raters/index.js';
