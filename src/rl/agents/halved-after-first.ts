import { less, mul, tensor, where } from '../../graph/index.js';
import { sgd, type LearningRate, type Optimizer } from '../../optim/index.js';

/** Gradient descent whose steps after the first are half as long: how Finn, Abbeel and Levine 2017 test what was meta-trained for one policy gradient step (their appendix A.2). */
export function halvedAfterFirst(rate: LearningRate): Optimizer {
  return sgd((count) => mul(typeof rate === 'number' ? tensor(rate) : rate(count), where(less(count, 1), 1, 0.5)));
}
