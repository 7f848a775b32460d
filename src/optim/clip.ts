import { add, div, leavesOf, mapTree, maximum, mul, sqrt, square, sum, tensor, type Tensor } from '../graph/index.js';
import type { GradientTransformation } from './optimizer.js';

/** Scales the whole gradient down to norm `largest` where it is longer (Pascanu et al. 2013); else leaves it as it is. @throws RangeError where that is no positive finite number. */
export function clipByGlobalNorm(largest: number): GradientTransformation {
  if (!(largest > 0 && largest < Infinity)) throw new RangeError(`clipByGlobalNorm: the largest norm must be a positive finite number, got ${largest}.`);
  return {
    name: `clipped to ${largest}`,
    init: () => ({}),
    update: (gradient, state) => {
      const factor = div(largest, maximum(globalNorm(gradient), largest));
      return [mapTree((g) => mul(g, factor), gradient), state];
    },
    gives: 'gradient',
  };
}

/** Under the root, so that its derivative exists where everything is zero. */
const tiny = 1e-30;

/** The Euclidean norm of all leaves as one vector, a scalar; at zero its derivative is zero. */
export function globalNorm(tree: unknown): Tensor {
  return sqrt(maximum(leavesOf<Tensor>(tree).map((leaf) => sum(square(leaf))).reduce((total, part) => add(total, part), tensor(0)), tiny));
}
