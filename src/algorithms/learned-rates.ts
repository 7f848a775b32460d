import { mapTree, mul, sub, type Tensor } from '../graph/index.js';
import type { Adapting, InnerOptimizer } from './inner-loop.js';

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

/** Learned rates as a call asks for them: scaled by the ratio of its learning rate, if it says one, to that which they started from. */
export function scaledRates(rates: Adapting, learningRate: number | Tensor | undefined, initial: number): Adapting {
  if (learningRate === undefined) return rates;
  const ratio = typeof learningRate === 'number' ? learningRate / initial : mul(learningRate, 1 / initial);
  return mapTree((rate: Tensor) => mul(rate, ratio), rates);
}
