export { meanAbsoluteError, rootMeanSquaredError } from './errors.js';
export { evaluateRaters, type EvaluateOptions } from './evaluate-raters.js';
export { hitRate } from './hit-rate.js';
export { meluPublished, meluSplit, type MeluOptions, type MeluSplit } from './melu-split.js';
export { metricNames, raterMetrics, type RaterMetric } from './metrics.js';
export { ndcg } from './ndcg.js';
export { newUserQuestions, type NewUserOptions } from './new-user-questions.js';
export type { QuestionSet } from './question-set.js';
export type { AdaptationResult, Comparison, Estimate, Evaluation, MetricName, Outcome, QuestionSetResult, RaterResult, Verdict } from './result.js';
