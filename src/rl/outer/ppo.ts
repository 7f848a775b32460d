import { compile } from '../../compile/index.js';
import { evaluate, ndarray, tensor, type NdArray, type Tensor, type Tree } from '../../graph/index.js';
import { inFloat32 } from '../../graph/in-float32.js';
import type { Params } from '../../nn/index.js';
import { adam, chain, clipByGlobalNorm } from '../../optim/index.js';
import type { OuterRule } from './outer.js';
import { clippedRatioLoss } from './ratio.js';
import { dot } from './vectors.js';

export interface PpoOptions {
  /** Of Adam, above 0. Default 1e-3. */
  readonly learningRate?: number;
  /** Steps on the episodes of one iteration, a whole number of at least 1. Default 5. */
  readonly epochs?: number;
  /** How far ratios of probabilities may go from 1 and still gain, above 0. Default 0.2. */
  readonly clip?: number;
  /** The longest gradient, above 0: longer ones are shortened to it. Default 0.5. */
  readonly maxGradientNorm?: number;
  /** The mean KL divergence from the policies that acted beyond which an epoch is taken back and the iteration ends, above 0. Default 0.1. */
  readonly maxDivergence?: number;
}

/**
 * Proximal policy optimisation (Schulman, Wolski, Dhariwal, Radford and Klimov 2017, section 3): a few steps of Adam down the clipped surrogate, on the same episodes. Of what adaptation makes of theta
 * it is ProMP's outer step (Rothfuss et al. 2019, algorithm 1).
 * @throws RangeError where an option makes no sense.
 */
export function ppo({ learningRate = 1e-3, epochs = 5, clip = 0.2, maxGradientNorm = 0.5, maxDivergence = 0.1 }: PpoOptions = {}): OuterRule {
  if (!Number.isInteger(epochs) || epochs < 1) throw new RangeError(`epochs must be a whole number of at least 1, got ${epochs}.`);
  for (const [name, value] of Object.entries({ learningRate, clip, maxGradientNorm, maxDivergence })) {
    if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} must be a finite number above 0, got ${value}.`);
  }
  const optimizer = chain(clipByGlobalNorm(maxGradientNorm), adam(learningRate, { epsilon: 1e-5 }));
  const update = compile((theta: Tensor, state: Params, gradient: Tensor) => optimizer.update(gradient, state, theta));
  return {
    name: 'ppo',
    settings: { learningRate, epochs, clip, maxGradientNorm, maxDivergence },
    loss: clippedRatioLoss(clip),
    init: (theta) => inFloat32(evaluate<unknown>(optimizer.init(tensor(ndarray(theta)))) as Tree<NdArray>),
    async step(start, stateBefore, batch) {
      let [theta, state] = [start, stateBefore];
      let at = await batch.gradient(theta);
      const { loss: before, gradient } = at;
      let done = 0;
      for (; done < epochs; done++) {
        const [next, nextState] = (await update(ndarray(theta), state, ndarray(at.gradient))) as [NdArray, Tree<NdArray>];
        const moved = next.data as Float32Array;
        const after = done + 1 < epochs ? await batch.gradient(moved) : { ...at, ...(await batch.evaluate(moved)) };
        // A comparison with what is no number is false: an epoch that explodes is taken back.
        if (!(after.divergence <= maxDivergence)) break;
        [theta, state, at] = [moved, nextState, after];
      }
      const record = { accepted: done > 0 ? 1 : 0, epochs: done, divergence: at.divergence, gain: before - at.loss, gradientNorm: Math.sqrt(dot(gradient, gradient)) };
      return { theta, state, record };
    },
  };
}
