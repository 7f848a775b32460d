import { mapTree, mul, sub, type Tensor } from '../graph/index.js';
import { requireRate, type Adapting, type InnerOptimizer } from './inner-loop.js';

/** p - rates * gradient, the rates being what `at` gives for a step: an entry for each parameter that adapts, which it is broadcast to. */
export function learnedRates(at: (step: number) => Adapting): InnerOptimizer {
  return {
    init: () => ({}),
    update: (gradient, state, params, step) => {
      const rates = at(step);
      return [Object.fromEntries(Object.entries(params).map(([path, p]) => [path, sub(p, mul(gradient[path], rates[path]))])), state];
    },
  };
}

/**
 * Learned rates as a call asks for them: scaled by the ratio of its learning rate, if it says one, to that which they started from.
 * @throws RangeError where that ratio makes no sense.
 */
export function scaledRates(rates: Adapting, learningRate: number | Tensor | undefined, initial: number): Adapting {
  if (learningRate === undefined) return rates;
  requireRate('learningRate', learningRate);
  if (initial === 0) throw new RangeError('A learningRate scales learned rates by its ratio to innerLearningRate, and that is 0 here. Leave it out, or give an innerLearningRate above 0.');
  const ratio = typeof learningRate === 'number' ? learningRate / initial : mul(learningRate, 1 / initial);
  return mapTree((rate: Tensor) => mul(rate, ratio), rates);
}
