import { less, mul, where } from '../../graph/index.js';
import { sgd, type LearningRate, type Optimizer } from '../../optim/index.js';

/**
 * Gradient descent whose steps after the first are shorter: the inner optimiser of agents that take more steps at test than in training. Finn, Abbeel and Levine 2017 halve them. The advantages of each
 * step are standardised, so that a policy's gradient does not become short where there is little left to gain.
 * @param share of the first step, a finite number of at least 0.
 * @throws RangeError where `share` makes no sense.
 */
export function shorterAfterFirst(share: number): (rate: LearningRate) => Optimizer {
  if (!(share >= 0 && share < Infinity)) throw new RangeError(`The share of the first step must be a finite number of at least 0, got ${share}.`);
  return (rate) => sgd((count) => mul(typeof rate === 'function' ? rate(count) : rate, where(less(count, 1), 1, share)));
}
