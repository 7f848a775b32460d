import { add, broadcastTo, concat, mul, ndarray, relu, tensor, type HostOf, type Tensor } from '../../graph/index.js';
import { learner, mlp, type Learner, type MlpOptions, type MlpParams } from '../../nn/index.js';
import type { Box, Space } from '../environment/index.js';
import { categorical } from './categorical.js';
import type { Distribution } from './distribution.js';
import { gaussian } from './gaussian.js';

/** An MLP's parameters and, for continuous actions, the logarithm of each action's standard deviation, (A), which no observation changes. */
export type PolicyParams = MlpParams & { readonly logDeviation?: Tensor };

/** A learner from observations (N, O) to the parameters of a distribution of actions (N, D). */
export interface Policy<P = PolicyParams> extends Learner<P> {
  readonly distribution: Distribution;
}

/** Hidden layers are two of 100 with relu where nothing else is said, as in Finn et al. 2017. */
export interface MlpPolicyOptions extends Pick<MlpOptions, 'hidden' | 'activation' | 'initialiser'> {
  /** The standard deviation of continuous actions before training, in units of half the range that the space gives them, above 0. Default 1. */
  readonly deviation?: number;
}

/** The distribution that fits a space of actions. */
export function distributionFor(space: Space): Distribution {
  return space.kind === 'box' ? gaussian(space.size) : categorical(space.count);
}

/**
 * An MLP policy for a space of actions: Gaussian with a standard deviation of its own for numbers, categorical for choices. Numbers are counted from the middle of their bounds in units of half
 * the range, so that one initialisation and one step size suit all spaces; where there are no bounds, as they are.
 * @param inputs values of an observation.
 * @throws RangeError where `deviation` is not a finite number above 0.
 */
export function mlpPolicy(inputs: number, space: Space, { deviation = 1, hidden = [100, 100], activation = relu, initialiser }: MlpPolicyOptions = {}): Policy {
  const distribution = distributionFor(space);
  const network = mlp({ inputs, outputs: space.kind === 'box' ? space.size : space.count, hidden, activation, initialiser });
  if (space.kind === 'discrete') return { ...network, distribution } as Policy;
  if (!(deviation > 0 && deviation < Infinity)) throw new RangeError(`The deviation of a policy must be a finite number above 0, got ${deviation}.`);
  const start = Math.log(deviation);
  const { middles, halves } = unitsOf(space);
  const policy = learner<PolicyParams>(
    (key) => ({ ...network.init(key), logDeviation: ndarray(new Float32Array(space.size).fill(start)) }) as HostOf<PolicyParams>,
    ({ logDeviation, ...params }, x, context) => {
      const means = add(mul(network.apply(params, x, context), tensor(halves)), tensor(middles));
      return concat([means, broadcastTo(add(logDeviation!, tensor(halves.map(Math.log))), [means.shape[0], space.size])], 1);
    },
  );
  return { ...policy, distribution };
}

/** The middle of each number's bounds, and half of their range; 0 and 1 where it has none. */
export function unitsOf({ low, high }: Box): { readonly middles: readonly number[]; readonly halves: readonly number[] } {
  const bounded = low.map((lowest, i) => high[i] - lowest > 0 && high[i] - lowest < Infinity);
  return { middles: low.map((lowest, i) => (bounded[i] ? (lowest + high[i]) / 2 : 0)), halves: low.map((lowest, i) => (bounded[i] ? (high[i] - lowest) / 2 : 1)) };
}
