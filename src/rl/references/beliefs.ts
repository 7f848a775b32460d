import type { Random } from '../environment/index.js';
import { beta } from './draws.js';

/** What is believed of an arm's mean reward after `count` pulls that gave `sum` together, where the arms' distribution is known. */
export interface Belief {
  /** How many pulls the prior is worth. */
  readonly prior: number;
  mean(count: number, sum: number): number;
  /** One draw of the posterior. */
  sample(count: number, sum: number, random: Random): number;
}

/** Of an arm that gives 1 or 0, with a probability uniform in [0, 1]: Beta(1 + ones, 1 + zeros). */
export const bernoulliBelief: Belief = {
  prior: 2,
  mean: (count, sum) => (1 + sum) / (2 + count),
  sample: (count, sum, random) => beta(1 + sum, 1 + count - sum, random),
};

/** Of an arm that gives normal numbers of a known deviation, with a mean from the standard normal distribution. */
export function gaussianBelief(deviation: number): Belief {
  const precision = (count: number): number => 1 + count / deviation ** 2;
  const mean = (count: number, sum: number): number => sum / deviation ** 2 / precision(count);
  return { prior: deviation ** 2, mean, sample: (count, sum, random) => random.normal(mean(count, sum), 1 / Math.sqrt(precision(count))) };
}
