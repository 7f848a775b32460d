import { add, div, mapTree, maximum, mul, sqrt, square, tensor, zerosLike, type Tensor } from '../graph/index.js';
import type { Params } from '../nn/index.js';
import { chain } from './chain.js';
import { descend, type LearningRate } from './descend.js';
import type { GradientTransformation, Optimizer } from './optimizer.js';

export interface AdamOptions {
  /** Decay of the mean of gradients, in [0, 1). Default 0.9. */
  readonly b1?: number;
  /** Decay of the mean of squared gradients, in [0, 1). Default 0.999. */
  readonly b2?: number;
  /** Added to the root of the mean square. Default 1e-8. */
  readonly epsilon?: number;
}

/** Adam (Kingma and Ba 2015), bias-corrected, as PyTorch's and optax's. */
export function adam(learningRate: LearningRate, options: AdamOptions = {}): Optimizer {
  return descend(scaleByAdam(options), learningRate);
}

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019): besides, p shrinks by learningRate * weightDecay * p. */
export function adamw(learningRate: LearningRate, { weightDecay = 0.01, ...options }: AdamOptions & { readonly weightDecay?: number } = {}): Optimizer {
  return descend(chain(scaleByAdam(options), addDecayedWeights(weightDecay)), learningRate);
}

interface AdamState<P> {
  readonly mean: P;
  readonly square: P;
  /** What the two averages would be of gradients that are all one: what they are divided by against starting at zero. */
  readonly weight: { readonly mean: Tensor; readonly square: Tensor };
}

/** Under the root, so that an inner loop of Adam can be differentiated where a gradient is zero. */
const tiny = 1e-30;

/**
 * The gradient's moving mean over the root of its moving mean square.
 * @throws RangeError where a decay is not in [0, 1), or epsilon is negative or not finite.
 */
export function scaleByAdam({ b1 = 0.9, b2 = 0.999, epsilon = 1e-8 }: AdamOptions = {}): GradientTransformation {
  for (const [name, decay] of Object.entries({ b1, b2 })) if (!(decay >= 0 && decay < 1)) throw new RangeError(`adam: ${name} must be a number of at least 0 and below 1, got ${decay}.`);
  if (!(epsilon >= 0 && epsilon < Infinity)) throw new RangeError(`adam: epsilon must be a finite number of at least 0, got ${epsilon}.`);
  const average = (decay: number) => (before: Tensor, value: Tensor) => add(mul(before, decay), mul(value, 1 - decay));
  return {
    name: `adam (b1 ${b1}, b2 ${b2}, epsilon ${epsilon})`,
    init: (params) => ({
      mean: mapTree(zerosLike, params),
      square: mapTree(zerosLike, params),
      weight: { mean: tensor(0), square: tensor(0) },
    }),
    update: <P>(gradient: P, state: Params): [P, Params] => {
      const before = state as unknown as AdamState<P>;
      const mean = mapTree(average(b1), before.mean, gradient);
      const meanSquare = mapTree((m, g) => average(b2)(m, square(g)), before.square, gradient);
      // 1 - decay ** count loses four digits in float32 at the first step; as an average of ones it loses none.
      const weight = { mean: add(mul(before.weight.mean, b1), 1 - b1), square: add(mul(before.weight.square, b2), 1 - b2) };
      const direction = mapTree((m, s) => div(div(m, weight.mean), add(sqrt(maximum(div(s, weight.square), tiny)), epsilon)), mean, meanSquare);
      return [direction, { mean, square: meanSquare, weight } as unknown as Params];
    },
    gives: 'gradient',
  };
}

/** Adds `weightDecay` times the parameters to the gradient. @throws RangeError where it is negative or not finite. */
export function addDecayedWeights(weightDecay: number): GradientTransformation {
  if (!(weightDecay >= 0 && weightDecay < Infinity)) throw new RangeError(`adamw: the weight decay must be a finite number of at least 0, got ${weightDecay}.`);
  return {
    name: `weight decay ${weightDecay}`,
    init: () => ({}),
    update: (gradient, state, params) => [mapTree((g, p) => add(g, mul(p, weightDecay)), gradient, params), state],
    gives: 'gradient',
  };
}
