import { ndarray, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import { generalisedAdvantages, type AdvantageOptions } from '../rollouts/advantages.js';
import type { Trials } from './trial-record.js';

/** What an agent with a memory learns from K trials of a task, T steps each; of steps that were not taken, anything. */
export interface TrialData {
  /** (K, T, I): what it was told before each step. */
  readonly told: Tensor;
  /** (K, T, A). */
  readonly actions: Tensor;
  /** (K, T, D): what they were drawn from. */
  readonly behaviour: Tensor;
  /** (K, T). */
  readonly advantages: Tensor;
  /** (K, T): what its values should have said: the rewards to come, as a mean over the steps that are left. */
  readonly targets: Tensor;
  /** (K, T): one for steps that were taken. */
  readonly mask: Tensor;
}

/**
 * Trials as data, with a leading axis of tasks. Advantages go through the whole trial: what an episode teaches is worth something in the next. They are less their mean and over their deviation, of all steps
 * of the chunk, whose tasks do not depend on who works on it.
 *
 * Values are means over the steps that are left, of which there are at most T - t: so that a network need not count steps, and numbers are of one size throughout.
 */
export function trialData({ rollout, told, values }: Trials, options: Pick<AdvantageOptions, 'discount' | 'lambda'>): HostOf<TrialData> {
  const { mask, actions, behaviour, steps } = rollout;
  const left = stepsLeft(steps, options.discount);
  const worth = values.map((value, i) => value * left[i % steps]);
  const advantages = generalisedAdvantages(rollout, { values: worth, last: new Float32Array(mask.data.length / steps) }, options);
  const targets = advantages.map((advantage, i) => (advantage + worth[i]) / left[i % steps]);
  const like = (data: Float32Array): NdArray => ndarray(data, mask.shape);
  return { told, actions, behaviour, advantages: like(standardised(advantages, mask.data)), targets: like(targets), mask };
}

/** The discounted number of steps that are left before each of T: 1 + gamma + gamma^2 + ... */
function stepsLeft(steps: number, discount: number): Float32Array {
  const left = new Float32Array(steps);
  for (let step = steps - 1; step >= 0; step--) left[step] = 1 + discount * (left[step + 1] ?? 0);
  return left;
}

/** Less their mean and over their deviation, of the steps that were taken; zero at others. */
function standardised(advantages: Float32Array, mask: NdArray['data']): Float32Array {
  const meanOf = (f: (advantage: number) => number): number => {
    let [total, count] = [0, 0];
    advantages.forEach((advantage, i) => {
      total += mask[i] * f(advantage);
      count += mask[i];
    });
    return total / Math.max(count, 1);
  };
  const mean = meanOf((advantage) => advantage);
  const deviation = Math.sqrt(meanOf((advantage) => (advantage - mean) ** 2));
  return advantages.map((advantage, i) => (mask[i] * (advantage - mean)) / (deviation + 1e-8));
}
