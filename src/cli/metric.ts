import type { Target } from '../tasks/index.js';
import type { Metric } from './report/index.js';

/** What is measured of a kind of answers, in words. */
export function metricOf(target: Target): Metric {
  return target.kind === 'classes'
    ? { name: 'accuracy', unit: 'percent', better: 'higher' }
    : { name: 'mean squared error', unit: 'number', better: 'lower' };
}

/** The same by the name that a test gives it. */
export function metricFor(name: 'accuracy' | 'mse'): Metric {
  return metricOf(name === 'accuracy' ? { kind: 'classes', ways: 0 } : { kind: 'values', outputs: 0 });
}
