import type { Algorithm } from '../../algorithms/index.js';
import { add, mul, type Tensor } from '../../graph/index.js';
import { meanOfRows } from '../../nn/index.js';
import type { Examples } from '../../tasks/index.js';
import { requireFunctions } from '../../training/require-functions.js';
import { requireAlgorithm } from '../../training/require-parts.js';
import type { Agent } from '../agent.js';
import type { EnvironmentFamily } from '../environment/index.js';
import { distributionFor } from '../policies/index.js';
import { experienceOf } from '../surrogates/index.js';
import { adaptiveActor } from './adaptive-actor.js';

export interface AdaptiveOptions<Theta, Phi> {
  readonly environment: EnvironmentFamily;
  /** How the policy adapts: a gradient-based algorithm whose learner is a policy, and whose loss a score-function surrogate. */
  readonly algorithm: Algorithm<Theta, Phi>;
  /** Episodes of each task before each inner step, and after the last: a whole number of at least 1. Default 20. */
  readonly episodes?: number;
  /** gamma, from 0 to 1. Default 0.99. */
  readonly discount?: number;
  /** lambda of generalised advantages, from 0 to 1. Default 1: whole returns less the baseline's. */
  readonly lambda?: number;
  /** How much the policies before each inner step are held to those that acted: eta of ProMP (Rothfuss et al. 2019, equation 13), at least 0. Default 0. */
  readonly penalty?: number;
}

/** Rows of a policy's hidden layers that stay in a core's own cache, about: a call of more rows takes longer for each. */
const cachedRows = 1024;

/** What is collected on a task: episodes for each inner step, then those of the adapted policy. */
export interface AdaptiveData {
  /** x (E T, O), y (E T, A + 1 + D), mask (E T) each. */
  readonly support: readonly Examples[];
  readonly query: Examples;
}

/** An agent whose inner loop can be had by itself, for programs that go elsewhere. */
export interface AdaptiveAgent<Theta = unknown, Phi = unknown> extends Agent<Theta, AdaptiveData> {
  readonly algorithm: Algorithm<Theta, Phi>;
  readonly episodes: number;
  readonly discount: number;
  readonly lambda: number;
}

/**
 * An agent that adapts by policy gradients (Finn, Abbeel and Levine 2017, algorithm 3): episodes with the current policy, an inner step on them, and so on; what
 * is meta-trained is what comes of the last episodes. Which parameters adapt, and how, is the algorithm's: `maml`, `anil`, `metaSgd`, `cavia`, exact or first-order.
 *
 * Advantages are those over a linear baseline, standardised for each task.
 * @throws RangeError where a number makes no sense; TypeError where the environment or the algorithm is none.
 */
export function adaptiveAgent<Theta, Phi>(options: AdaptiveOptions<Theta, Phi>): AdaptiveAgent<Theta, Phi> {
  const { environment, algorithm, episodes = 20, discount = 0.99, lambda = 1, penalty = 0 } = options;
  requireFunctions('environment', environment, ['sampleTask', 'make'], 'a family of environments, such as nav2d() or environment({ ... })');
  requireAlgorithm(algorithm);
  if (!Number.isInteger(episodes) || episodes < 1) throw new RangeError(`episodes must be a whole number of at least 1, got ${episodes}.`);
  for (const [name, share] of Object.entries({ discount, lambda })) {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`${name} must be from 0 to 1, got ${share}.`);
  }
  if (!(penalty >= 0 && penalty < Infinity)) throw new RangeError(`penalty must be a finite number of at least 0, got ${penalty}.`);
  const distribution = distributionFor(environment.actionSpace);
  /** What the policy that inner steps on `support` made of theta says where `examples` were collected. */
  const said = (theta: Theta, support: readonly Examples[], examples: Examples): Tensor => {
    const [first = examples, ...later] = support;
    return algorithm.predict(algorithm.adapt(theta, { support: first, later }, { steps: support.length }), examples.x);
  };
  const outputs = (theta: Theta, { support, query }: AdaptiveData): Tensor => said(theta, support, query);
  const drift = (now: Tensor, { y, mask }: Examples): Tensor => meanOfRows(distribution.divergence(experienceOf(distribution, y).behaviour, now), mask);
  return {
    algorithm,
    episodes,
    discount,
    lambda,
    name: algorithm.name,
    settings: { ...algorithm.settings, innerSteps: algorithm.innerSteps, episodes, discount, lambda, penalty },
    environment,
    rounds: algorithm.innerSteps + 1,
    tasksPerCall: Math.max(1, Math.floor(cachedRows / (episodes * environment.horizon))),
    init: (key) => algorithm.init(key),
    actor: () => adaptiveActor({ environment, algorithm, episodes, discount, lambda, distribution }),
    outputs,
    drift: (now, { query }) => drift(now, query),
    objective(theta, data, loss) {
      const { actions, advantages, behaviour } = experienceOf(distribution, data.query.y);
      const gain = loss(distribution.logProbability(outputs(theta, data), actions), distribution.logProbability(behaviour, actions), advantages, data.query.mask!);
      if (penalty === 0) return gain;
      const drifts = data.support.map((examples, step) => drift(said(theta, data.support.slice(0, step), examples), examples));
      return drifts.reduce((total, each) => add(total, mul(each, penalty)), gain);
    },
  };
}
