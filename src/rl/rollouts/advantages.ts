import type { NdArray } from '../../graph/index.js';
import type { Rollout } from './rollout.js';

/** What the states of a rollout are thought to be worth. */
export interface Values {
  /** (M, E, T): before each step; of steps that were not taken, anything. */
  readonly values: Float32Array;
  /** (M, E): after the last step of each episode; of those that came to an end of their own, anything. */
  readonly last: Float32Array;
}

export interface AdvantageOptions {
  /** gamma, from 0 to 1. */
  readonly discount: number;
  /** From 0, the errors of single steps, to 1, whole returns less values. */
  readonly lambda: number;
  /**
   * Whether what follows an episode that was cut off counts at the value of its last state. Default false, as in the codes of MAML and its followers: there the horizon is
   * the end of the task, the values know the time, and the return that is measured ends with it too. True suits environments that would go on,
   * with values that do not know the time.
   */
  readonly bootstrap?: boolean;
}

/** G_t = r_t + gamma G_(t+1) over the steps that were taken, (M, E, T); zero at others. Nothing counts after the last step. @throws RangeError where gamma is not from 0 to 1. */
export function discountedReturns(rollout: Rollout, discount: number): Float32Array {
  requireShare('discount', discount);
  const { data: rewards } = rollout.rewards;
  return backwards(rollout, (at, next) => rewards[at] + discount * next);
}

/**
 * Generalised advantage estimation (Schulman et al. 2016, equation 16): A_t = sum over l of (gamma lambda)^l delta_(t+l), with delta_t = r_t + gamma V_(t+1) - V_t, (M, E, T); zero at
 * steps that were not taken. After an episode that came to an end of its own nothing is worth anything.
 * @throws RangeError where gamma or lambda is not from 0 to 1, or there is not one value for each step.
 */
export function generalisedAdvantages(rollout: Rollout, { values, last }: Values, { discount, lambda, bootstrap = false }: AdvantageOptions): Float32Array {
  requireShare('discount', discount);
  requireShare('lambda', lambda);
  const { tasks, episodes, steps } = rollout;
  if (values.length !== tasks * episodes * steps || last.length !== tasks * episodes) {
    throw new RangeError(`A rollout of ${tasks} tasks, ${episodes} episodes and ${steps} steps needs ${tasks * episodes * steps} values and ${tasks * episodes} last ones, got ${values.length} and ${last.length}.`);
  }
  const [rewards, terminated] = [rollout.rewards.data, rollout.terminated.data];
  return backwards(rollout, (at, next, isLast, episode) => {
    const after = !isLast ? values[at + 1] : bootstrap && terminated[episode] === 0 ? last[episode] : 0;
    return rewards[at] + discount * after - values[at] + discount * lambda * next;
  });
}

/**
 * Advantages (M, E, T) less their mean and over their deviation, both of the steps that each task took: what makes one step size right for tasks of any scale of rewards. Where all are
 * equal they become zero, as do those of steps that were not taken (`mask` zero).
 */
export function standardised(advantages: Float32Array, mask: NdArray): Float32Array {
  const taken = mask.data;
  const size = advantages.length / mask.shape[0];
  const result = new Float32Array(advantages.length);
  for (let from = 0; from < advantages.length; from += size) {
    let [count, total, squares] = [0, 0, 0];
    for (let i = from; i < from + size; i++) {
      count += taken[i];
      total += taken[i] * advantages[i];
    }
    const mean = total / Math.max(count, 1);
    for (let i = from; i < from + size; i++) squares += taken[i] * (advantages[i] - mean) ** 2;
    const deviation = Math.sqrt(squares / Math.max(count, 1));
    for (let i = from; i < from + size; i++) result[i] = (taken[i] * (advantages[i] - mean)) / (deviation + 1e-8);
  }
  return result;
}

/** How many steps an episode has: the ones of its mask, with which it begins. */
export function lengthOf({ mask, steps }: Rollout, episode: number): number {
  let length = 0;
  while (length < steps && mask.data[episode * steps + length] !== 0) length++;
  return length;
}

/** Fills (M, E, T) from the last step of each episode to its first, each from what stands at the next: zero after the last. */
function backwards(rollout: Rollout, of: (at: number, next: number, isLast: boolean, episode: number) => number): Float32Array {
  const { tasks, episodes, steps } = rollout;
  const result = new Float32Array(tasks * episodes * steps);
  for (let episode = 0; episode < tasks * episodes; episode++) {
    const length = lengthOf(rollout, episode);
    let next = 0;
    for (let step = length - 1; step >= 0; step--) {
      const at = episode * steps + step;
      result[at] = next = of(at, next, step === length - 1, episode);
    }
  }
  return result;
}

function requireShare(name: string, share: number): void {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`The ${name} must be from 0 to 1, got ${share}.`);
}
