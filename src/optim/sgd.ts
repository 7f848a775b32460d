import { add, mapTree, mul, zerosLike } from '../graph/index.js';
import type { Params } from '../nn/index.js';
import { descend, type LearningRate } from './descend.js';
import type { GradientTransformation, Optimizer } from './optimizer.js';

/** Plain gradient descent: p - learningRate * gradient. */
export function sgd(learningRate: LearningRate): Optimizer {
  return descend({ name: 'sgd', init: () => ({}), update: (gradient, state) => [gradient, state], gives: 'gradient' }, learningRate);
}

/** Gradient descent along the decayed sum of gradients, v = decay v + gradient (heavy ball; PyTorch's SGD with momentum). */
export function momentum(learningRate: LearningRate, decay = 0.9): Optimizer {
  return descend(accumulate(decay), learningRate);
}

/** The decayed sum of the gradients so far. @throws RangeError where the decay is not in [0, 1). */
export function accumulate(decay: number): GradientTransformation {
  if (!(decay >= 0 && decay < 1)) throw new RangeError(`momentum: the decay must be a number of at least 0 and below 1, got ${decay}.`);
  return {
    name: `momentum ${decay}`,
    init: (params) => mapTree(zerosLike, params),
    update: <P>(gradient: P, state: Params): [P, Params] => {
      const velocity = mapTree((g, v) => add(mul(v, decay), g), gradient, state);
      return [velocity, velocity as Params];
    },
    gives: 'gradient',
  };
}
