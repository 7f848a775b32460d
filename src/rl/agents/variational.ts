import { add, concat, mul, reshape, slice, squeeze, type HostOf, type Tensor } from '../../graph/index.js';
import { dense, gruDrive, gruParams, gruStates, gruStep, mlp, type DenseParams, type GruParams, type MlpParams } from '../../nn/index.js';
import { requireCount } from '../../nn/require-count.js';
import { key, split, type Key } from '../../random/index.js';
import { stopGradient } from '../../transform/index.js';
import type { Agent } from '../agent.js';
import { mlpPolicy, type PolicyParams } from '../policies/index.js';
import { beliefOf } from './belief.js';
import type { DecoderParams } from './decoder.js';
import { taskModel, type ElboData } from './elbo.js';
import { guessesFor } from './guesses.js';
import { memoryActor } from './memory-actor.js';
import type { RecurrentOptions } from './recurrent.js';
import { requireTrials } from './require-trials.js';
import { sensesFor } from './senses.js';
import { trialData, type TrialData } from './trial-data.js';
import { trialDrift, trialLoss } from './trial-loss.js';

/** An encoder of what was seen, a decoder of what it stands for, and an actor and critic that are told what is believed. */
export type VariationalTheta = {
  readonly encoder: { readonly memory: GruParams; readonly belief: DenseParams };
  readonly decoder: DecoderParams;
  readonly policy: PolicyParams;
  readonly value: MlpParams;
};

export type VariationalData = TrialData & ElboData;

export interface VariationalOptions extends RecurrentOptions {
  /** Numbers that stand for a task. Default 5. */
  readonly latent?: number;
  /** The hidden layers of actor and critic. Default [32]. */
  readonly policyHidden?: readonly number[];
  /** The width of the decoder's hidden layer. Default 32. */
  readonly decoderWidth?: number;
  /** Guesses of the task in each trial, which are decoded for all of its steps. Default 8. */
  readonly guesses?: number;
  /** Whether next observations are decoded beside rewards: for tasks that differ in what actions lead to. Default false. */
  readonly decodeObservations?: boolean;
  /** What minus the evidence lower bound per step counts in the objective. Default 0.1. */
  readonly elboWeight?: number;
}

/**
 * A learner that infers what its task is (VariBAD: Zintgraf et al. 2020): a recurrent encoder makes a belief of what was seen, which a decoder of rewards gives its meaning; the policy is told observation and
 * belief, and its loss does not reach the encoder. Its outer rule is `ppo`: of values, encoder and decoder a trust region knows nothing.
 * @throws RangeError where a number makes no sense.
 */
export function variationalAgent(options: VariationalOptions): Agent<VariationalTheta, VariationalData> {
  const { environment, episodes = 1, trials = 1, hidden = 48, discount = 0.99, lambda = 0.9, valueWeight = 1, entropyWeight = 0.01 } = options;
  const { latent = 5, policyHidden = [32], decoderWidth = 32, guesses = 8, decodeObservations = false, elboWeight = 0.1 } = options;
  requireTrials({ episodes, trials, hidden, discount, lambda, valueWeight, entropyWeight });
  requireCount({ latent, decoderWidth, guesses });
  if (!(elboWeight >= 0 && elboWeight < Infinity)) throw new RangeError(`elboWeight must be a finite number of at least 0, got ${elboWeight}.`);
  const senses = sensesFor(environment);
  const { size } = environment.observationSpace;
  const belief = dense(hidden, 2 * latent);
  const model = taskModel({ environment, latent, width: decoderWidth, observations: decodeObservations });
  const policy = mlpPolicy(size + 2 * latent, environment.actionSpace, { hidden: policyHidden });
  const value = mlp({ inputs: size + 2 * latent, outputs: 1, hidden: policyHidden });
  const { distribution } = policy;

  const init = (own: Key): HostOf<VariationalTheta> => {
    const [first, second, third, fourth, fifth] = split(own, 5);
    return {
      encoder: { memory: gruParams(first, senses.size, hidden, episodes * environment.horizon), belief: belief.init(second) },
      decoder: model.init(third),
      policy: policy.init(fourth),
      value: value.init(fifth),
    };
  };
  /** What is said by actor and critic who are told (N, I) and believe (N, 2L). */
  const heads = (theta: VariationalTheta, told: Tensor, believed: Tensor) => {
    const inputs = concat([slice(told, [null, [0, size]]), stopGradient(believed)], 1);
    return { parameters: policy.apply(theta.policy, inputs), values: squeeze(value.apply(theta.value, inputs), 1) };
  };
  /** The numbers of the beliefs (K, T, 2L) that the trials led to. */
  const beliefs = ({ encoder }: VariationalTheta, { told }: TrialData): Tensor => belief.apply(encoder.belief, gruStates(encoder.memory, told));
  const replay = (theta: VariationalTheta, data: TrialData, believed: Tensor) => heads(theta, reshape(data.told, [-1, senses.size]), reshape(believed, [-1, 2 * latent]));

  return {
    name: 'varibad',
    settings: { episodes, trials, hidden, discount, lambda, valueWeight, entropyWeight, latent, policyHidden: policyHidden.join(), decoderWidth, guesses, decodeObservations, elboWeight },
    environment,
    rounds: episodes,
    beside: 'values and a decoder',
    init,
    actor: () =>
      memoryActor<VariationalTheta, VariationalData>({
        environment,
        distribution,
        senses,
        episodes,
        trials,
        like: init(key(0)),
        memory: hidden,
        step(theta, told, before) {
          const memory = gruStep(theta.encoder.memory, gruDrive(theta.encoder.memory, told), before);
          return { ...heads(theta, told, belief.apply(theta.encoder.belief, memory)), memory };
        },
        dataOf: (played, keys) => ({ ...trialData(played, { discount, lambda }), rewards: played.rollout.rewards, ...guessesFor(played, keys, guesses, latent) }),
      }),
    objective(theta, data, loss) {
      const believed = beliefs(theta, data);
      const acting = trialLoss(distribution, replay(theta, data, believed), data, loss, { valueWeight, entropyWeight });
      return add(acting, mul(model.negativeElbo(theta.decoder, beliefOf(believed), data), elboWeight));
    },
    outputs: (theta, data) => replay(theta, data, beliefs(theta, data)).parameters,
    drift: (now, data) => trialDrift(distribution, now, data),
  };
}
