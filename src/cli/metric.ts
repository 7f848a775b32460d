import type { Target } from '../tasks/index.js';
import { metricNameOf, type MetricName } from '../training/index.js';
import type { Metric } from './report/index.js';

/** What is measured of a kind of answers, in words. */
export function metricOf(target: Target): Metric {
  return metricFor(metricNameOf(target).metric);
}

/** The same by the name that a test gives it. */
export function metricFor(name: MetricName): Metric {
  if (name === 'accuracy') return { name, unit: 'percent', better: 'higher' };
  return { name: errors[name], unit: 'number', better: 'lower' };
}

const errors = { logLoss: 'log loss', mse: 'mean squared error', mae: 'mean absolute error' } as const;
