import type { MetricName } from './result.js';

export interface RaterMetric {
  readonly title: string;
  readonly better: 'low' | 'high';
}

/** The metrics in the order of a table. */
export const raterMetrics: Readonly<Record<MetricName, RaterMetric>> = {
  mae: { title: 'MAE', better: 'low' },
  rmse: { title: 'RMSE', better: 'low' },
  ndcg1: { title: 'nDCG@1', better: 'high' },
  ndcg3: { title: 'nDCG@3', better: 'high' },
  ndcg10: { title: 'nDCG@10', better: 'high' },
  hitRate10: { title: 'hit rate@10', better: 'high' },
  coverage10: { title: 'coverage@10', better: 'high' },
};

export const metricNames = Object.keys(raterMetrics) as MetricName[];
