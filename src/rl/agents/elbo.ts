import { add, cast, concat, div, expandDims, matmul, maximum, mean, mul, oneHot, pad, slice, square, squeeze, sub, sum, tensor, type Tensor } from '../../graph/index.js';
import type { EnvironmentFamily } from '../environment/index.js';
import { unitsOf } from '../policies/index.js';
import { drawnFrom, surprise, type Belief } from './belief.js';
import { decoder, type Decoder, type DecoderParams } from './decoder.js';
import type { Guesses } from './guesses.js';
import { sensesFor } from './senses.js';
import type { TrialData } from './trial-data.js';

/** What the likelihood of K trials is made of. */
export interface ElboData extends Pick<TrialData, 'told' | 'actions' | 'mask'>, Guesses {
  /** (K, T). */
  readonly rewards: Tensor;
}

export interface TaskModelOptions {
  readonly environment: EnvironmentFamily;
  /** L. */
  readonly latent: number;
  /** Of the decoder's hidden layer. */
  readonly width: number;
  /** Whether next observations are decoded too, not rewards alone. */
  readonly observations: boolean;
}

/** A generative model of trials: tasks are standard normal numbers, and rewards (and next observations) normal, of deviation one around what the decoder says of a task and a step. */
export interface TaskModel {
  readonly init: Decoder['init'];
  /** Minus the evidence lower bound of whole trials at beliefs (K, T, L), per step of a trial: a scalar. */
  negativeElbo(params: DecoderParams, belief: Belief, data: ElboData): Tensor;
}

/**
 * The bound of Zintgraf et al. 2020, equations 4 to 8: of each belief on the way, how likely a guess from it makes the whole trial, past and to come, less its KL from the belief before. The first part is a mean over C
 * guesses at random steps, the second over all steps.
 */
export function taskModel({ environment, latent, width, observations }: TaskModelOptions): TaskModel {
  const { observationSpace, actionSpace } = environment;
  const senses = sensesFor(environment);
  const size = observationSpace.size;
  const { init, apply } = decoder({ latent, inputs: size + senses.actionSize, width, outputs: observations ? 1 + size : 1 });
  const seen = (told: Tensor): Tensor => slice(told, [null, null, [0, size]]);
  const done = (actions: Tensor): Tensor => {
    if (actionSpace.kind === 'discrete') return oneHot(cast(squeeze(actions, 2), 'int32'), actionSpace.count);
    const { middles, halves } = unitsOf(actionSpace);
    return div(sub(actions, tensor(middles)), tensor(halves));
  };
  /** What stands one step later; zeros after the last. */
  const next = (x: Tensor): Tensor => pad(slice(x, [null, [1, x.shape[1]]]), x.shape.map((_, axis) => [0, axis === 1 ? 1 : 0] as const));

  return {
    init,
    negativeElbo(params, belief, { told, actions, rewards, mask, moments, noise }) {
      const guesses = drawnFrom({ mean: matmul(moments, belief.mean), logVariance: matmul(moments, belief.logVariance) }, noise);
      const said = apply(params, guesses, concat([seen(told), done(actions)], 2));
      const [, count, steps] = moments.shape;
      const part = (from: number, to: number): Tensor => slice(said, [null, null, null, [from, to]]);
      /** Half the squared errors of C guesses, at steps of this weight (K, T), summed over the trial: (K). */
      const errors = (guessed: Tensor, truth: Tensor, weight: Tensor): Tensor => {
        const squares = sum(square(sub(guessed, expandDims(truth, 1))), 3);
        return mul(sum(mul(squares, expandDims(weight, 1)), [1, 2]), 0.5 / count);
      };
      let unlikely = errors(part(0, 1), expandDims(rewards, 2), mask);
      if (observations && steps > 1) {
        // An observation with which an episode begins does not follow from the step before.
        const follows = next(mul(mask, sub(1, squeeze(slice(told, [null, null, [-1, null]]), 2))));
        unlikely = add(unlikely, errors(part(1, 1 + size), next(seen(told)), follows));
      }
      const taken = maximum(sum(mask, 1), 1);
      const changed = div(sum(mul(surprise(belief), mask), 1), taken);
      return mean(div(add(unlikely, changed), taken));
    },
  };
}
