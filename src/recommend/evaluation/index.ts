export { metricNames, raterMetrics, type RaterMetric } from './metrics.js';
export type { QuestionSet } from './question-set.js';
export type { AdaptationResult, Comparison, Estimate, Evaluation, MetricName, Outcome, QuestionSetResult, RaterResult, Verdict } from './result.js';
