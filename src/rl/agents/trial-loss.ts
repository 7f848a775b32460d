import { add, mul, reshape, square, sub, type Tensor } from '../../graph/index.js';
import { meanOfRows } from '../../nn/index.js';
import type { OuterLoss } from '../outer/outer.js';
import type { Distribution } from '../policies/index.js';
import type { TrialData } from './trial-data.js';

/** What an agent says at each of N = K T steps of its trials. */
export interface Said {
  /** (N, D). */
  readonly parameters: Tensor;
  /** (N). */
  readonly values: Tensor;
}

export interface TrialWeights {
  /** What the squared error of values counts, at least 0. */
  readonly valueWeight: number;
  /** What the entropy of actions counts, at least 0. */
  readonly entropyWeight: number;
}

/** The loss of an actor and its critic on K trials, a scalar: the outer rule's, plus the squared errors of values, less the entropy of actions (Schulman et al. 2017, equation 9). */
export function trialLoss(distribution: Distribution, { parameters, values }: Said, data: TrialData, loss: OuterLoss, { valueWeight, entropyWeight }: TrialWeights): Tensor {
  const { actions, behaviour, advantages, targets, mask } = flat(data);
  const policyLoss = loss(distribution.logProbability(parameters, actions), distribution.logProbability(behaviour, actions), advantages, mask);
  const error = meanOfRows(square(sub(values, targets)), mask);
  const entropy = meanOfRows(distribution.entropy(parameters), mask);
  return sub(add(policyLoss, mul(error, valueWeight)), mul(entropy, entropyWeight));
}

/** The mean KL(then || now) over the steps that were taken, from what actions were drawn from to `now` (N, D); a scalar. */
export function trialDrift(distribution: Distribution, now: Tensor, data: TrialData): Tensor {
  const { behaviour, mask } = flat(data);
  return meanOfRows(distribution.divergence(behaviour, now), mask);
}

/** K trials of T steps as rows of steps. */
function flat({ actions, behaviour, advantages, targets, mask }: TrialData): Omit<TrialData, 'told'> {
  const rows = (x: Tensor): Tensor => reshape(x, [-1, ...x.shape.slice(2)]);
  return { actions: rows(actions), behaviour: rows(behaviour), advantages: rows(advantages), targets: rows(targets), mask: rows(mask) };
}
