import { box, randomOf, type EnvironmentFamily } from '../../environment/index.js';
import { horizonOf } from '../horizon.js';
import { checkedWeights } from './weights.js';
import type { HalfCheetahOptions } from './half-cheetah-direction.js';
import { halfCheetahScene } from './half-cheetah-scene.js';
import { halfCheetah } from './half-cheetah.js';
import { observed, runners } from './runners.js';

/** How fast to run, in metres per second. */
export type Velocity = { readonly velocity: number };

export interface HalfCheetahVelocityOptions extends HalfCheetahOptions {
  /** Velocities are drawn from `low` to `high`, in metres per second. Default 0 and 2. */
  readonly low?: number;
  readonly high?: number;
}

/**
 * The half-cheetah that has to run at a certain velocity, which it is not told (Finn, Abbeel and Levine 2017, section 5.3): what is observed and done is as in
 * `halfCheetahDirection`; the reward is minus the distance of its velocity from the task's, less the cost of control.
 * @throws RangeError where the horizon is not a whole number of at least 1, the cost is below 0, or `low` and `high` are not finite and in order.
 */
export function halfCheetahVelocity({ low = 0, high = 2, horizon = 200, controlCost = 0.05 }: HalfCheetahVelocityOptions = {}): EnvironmentFamily<Velocity> {
  checkedWeights({ controlCost });
  if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high)) {
    throw new RangeError(`Velocities must be drawn from a finite low to a finite high that is not below it, got ${low} and ${high}.`);
  }
  const name = 'half-cheetah-velocity';
  const titleOf = ({ velocity }: Velocity): string => `${velocity.toFixed(2)} m/s`;
  return {
    name,
    observationSpace: box(-Infinity, Infinity, observed(halfCheetah)),
    actionSpace: box(-1, 1, halfCheetah.motors),
    horizon: horizonOf(horizon),
    description: { low, high, horizon, controlCost },
    sampleTask: (key) => ({ velocity: randomOf(key).uniform(low, high) }),
    make(tasks) {
      const odd = tasks.find(({ velocity }) => !Number.isFinite(velocity));
      if (odd) throw new RangeError(`A task of ${name} has a finite velocity, got ${odd.velocity}.`);
      return runners({ name, titleOf }, halfCheetah, tasks, (task, { velocity, effort }) => -Math.abs(velocity - task.velocity) - controlCost * effort);
    },
    titleOf,
    tells: { size: 1, of: ({ velocity }) => [velocity] },
    scene: (task, episode) => halfCheetahScene(titleOf(task), episode),
  };
}
