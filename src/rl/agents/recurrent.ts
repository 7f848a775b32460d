import { mul, reshape, sigmoid, slice, squeeze, type HostOf, type Tensor } from '../../graph/index.js';
import { dense, gruDrive, gruParams, gruStates, gruStep, initialisers, mlp, mlpEncoder, type DenseParams, type GruParams, type Initialiser, type MlpFeatures, type MlpParams } from '../../nn/index.js';
import { key, split, type Key } from '../../random/index.js';
import type { Agent } from '../agent.js';
import type { EnvironmentFamily } from '../environment/index.js';
import { mlpPolicy, type PolicyParams } from '../policies/index.js';
import { memoryActor } from './memory-actor.js';
import { requireTrials } from './require-trials.js';
import { sensesFor } from './senses.js';
import { trialData, type TrialData } from './trial-data.js';
import { trialDrift, trialLoss } from './trial-loss.js';

/** What RL squared learns: how it reads what it is told, its memory, what of it an observation brings to mind, and what it makes of that. */
export type RecurrentTheta = { readonly reading: MlpFeatures; readonly memory: GruParams; readonly recall: DenseParams; readonly policy: PolicyParams; readonly value: MlpParams };

export interface RecurrentOptions {
  readonly environment: EnvironmentFamily;
  /** Episodes of a trial, through which the agent remembers. Default 1: bandits, whose pulls are one episode. */
  readonly episodes?: number;
  /** Trials of each task. Default 1. */
  readonly trials?: number;
  /** Gated recurrent units. Default 48. */
  readonly hidden?: number;
  /** gamma, over the whole trial. Default 0.99. */
  readonly discount?: number;
  /** Of generalised advantage estimation, over the whole trial. Default 0.9. */
  readonly lambda?: number;
  /** What the squared error of values counts in the objective. Default 1. */
  readonly valueWeight?: number;
  /** What the entropy of the actions counts. Default 0.01. */
  readonly entropyWeight?: number;
}

/** So wide that observations differ from the first in what they bring to mind. */
const decided: Initialiser = (own, shape) => initialisers.uniform(6 / Math.sqrt(shape[0]))(own, shape);

/**
 * RL squared: reinforcement learning of a recurrent network that is told its actions and rewards and keeps its memory through the episodes of a trial, and so learns to learn (Duan et al. 2016; Wang et
 * al. 2016). Adapting is remembering: nothing is descended. Other than there, what is told is read through a layer before the memory, and the memory through gates of its own for each observation and a layer after
 * it: without, agents in tabular MDPs long stay with the action that is best over all states. Its outer rule is `ppo`: of the values, which are learned beside the policy, a trust region knows nothing.
 * @throws RangeError where a number makes no sense.
 */
export function recurrentAgent(options: RecurrentOptions): Agent<RecurrentTheta, TrialData> {
  const { environment, episodes = 1, trials = 1, hidden = 48, discount = 0.99, lambda = 0.9, valueWeight = 1, entropyWeight = 0.01 } = options;
  requireTrials({ episodes, trials, hidden, discount, lambda, valueWeight, entropyWeight });
  const senses = sensesFor(environment);
  const { size } = environment.observationSpace;
  // A layer of its own before the memory: what a step taught depends on state and action together.
  const reading = mlpEncoder({ inputs: senses.size, hidden: [2 * hidden] });
  // What is remembered of one state is of no use in another.
  const recall = dense(size, hidden, { initialiser: decided });
  const policy = mlpPolicy(hidden, environment.actionSpace, { hidden: [hidden] });
  const value = mlp({ inputs: hidden, outputs: 1, hidden: [hidden] });
  const { distribution } = policy;

  const init = (own: Key): HostOf<RecurrentTheta> => {
    const keys = split(own, 5);
    return {
      reading: reading.init(keys[3]),
      memory: gruParams(keys[0], 2 * hidden, hidden, episodes * environment.horizon),
      recall: recall.init(keys[4]),
      policy: policy.init(keys[1]),
      value: value.init(keys[2]),
    };
  };
  /** What is read in (N, I). */
  const read = (theta: RecurrentTheta, told: Tensor): Tensor => reading.apply(theta.reading, told);
  /** What those say who are told (N, I) and remember (N, H): (N, D) and (N). */
  const heads = (theta: RecurrentTheta, told: Tensor, states: Tensor) => {
    const gates = mul(sigmoid(recall.apply(theta.recall, slice(told, [null, [0, size]]))), 2);
    const recalled = mul(states, gates);
    return { parameters: policy.apply(theta.policy, recalled), values: squeeze(value.apply(theta.value, recalled), 1) };
  };
  const replay = (theta: RecurrentTheta, { told }: TrialData) => {
    const rows = reshape(told, [-1, senses.size]);
    const heard = reshape(read(theta, rows), [...told.shape.slice(0, 2), 2 * hidden]);
    return heads(theta, rows, reshape(gruStates(theta.memory, heard), [-1, hidden]));
  };

  return {
    name: 'rl2',
    settings: { episodes, trials, hidden, discount, lambda, valueWeight, entropyWeight },
    environment,
    rounds: episodes,
    beside: 'values',
    init,
    actor: () =>
      memoryActor<RecurrentTheta, TrialData>({
        environment,
        distribution,
        senses,
        episodes,
        trials,
        like: init(key(0)),
        memory: hidden,
        step(theta, told, before) {
          const memory = gruStep(theta.memory, gruDrive(theta.memory, read(theta, told)), before);
          return { ...heads(theta, told, memory), memory };
        },
        dataOf: (played) => trialData(played, { discount, lambda }),
      }),
    objective: (theta, data, loss) => trialLoss(distribution, replay(theta, data), data, loss, { valueWeight, entropyWeight }),
    outputs: (theta, data) => replay(theta, data).parameters,
    drift: (now, data) => trialDrift(distribution, now, data),
  };
}
