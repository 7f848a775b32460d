import type { Algorithm } from '../../algorithms/index.js';
import { meanOfRows } from '../../nn/index.js';
import type { Examples } from '../../tasks/index.js';
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
}

/** What is collected on a task: episodes for each inner step, then those of the adapted policy. */
export interface AdaptiveData {
  /** x (E T, O), y (E T, A + 1 + D), mask (E T) each. */
  readonly support: readonly Examples[];
  readonly query: Examples;
}

/**
 * An agent that adapts by policy gradients (Finn, Abbeel and Levine 2017, algorithm 3): episodes with the current policy, an inner step on them, and so on; what
 * is meta-trained is what comes of the last episodes. Which parameters adapt, and how, is the algorithm's: `maml`, `anil`, `metaSgd`, `cavia`, exact or first-order.
 *
 * Advantages are those over a linear baseline, standardised for each task.
 * @throws RangeError where a number makes no sense.
 */
export function adaptiveAgent<Theta, Phi>(options: AdaptiveOptions<Theta, Phi>): Agent<Theta, AdaptiveData> {
  const { environment, algorithm, episodes = 20, discount = 0.99, lambda = 1 } = options;
  if (!Number.isInteger(episodes) || episodes < 1) throw new RangeError(`episodes must be a whole number of at least 1, got ${episodes}.`);
  for (const [name, share] of Object.entries({ discount, lambda })) {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`${name} must be from 0 to 1, got ${share}.`);
  }
  const distribution = distributionFor(environment.actionSpace);
  /** What the policy says of the query observations, once adapted. */
  const adapted = (theta: Theta, { support, query }: AdaptiveData) => {
    const [first = query, ...later] = support;
    return algorithm.predict(algorithm.adapt(theta, { support: first, later }, { steps: support.length }), query.x);
  };
  return {
    name: algorithm.name,
    settings: { ...algorithm.settings, innerSteps: algorithm.innerSteps, episodes, discount, lambda },
    environment,
    rounds: algorithm.innerSteps + 1,
    init: (key) => algorithm.init(key),
    actor: () => adaptiveActor({ environment, algorithm, episodes, discount, lambda, distribution }),
    objective(theta, data, loss) {
      const { actions, advantages, behaviour } = experienceOf(distribution, data.query.y);
      const now = distribution.logProbability(adapted(theta, data), actions);
      return loss(now, distribution.logProbability(behaviour, actions), advantages, data.query.mask!);
    },
    divergence(theta, data) {
      const { behaviour } = experienceOf(distribution, data.query.y);
      return meanOfRows(distribution.divergence(behaviour, adapted(theta, data)), data.query.mask);
    },
  };
}
