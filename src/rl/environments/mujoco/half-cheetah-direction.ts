import { box, type EnvironmentFamily } from '../../environment/index.js';
import { horizonOf } from '../horizon.js';
import { checkedWeights } from './weights.js';
import { checkedDirections, directions, type Direction } from './direction.js';
import { halfCheetahScene } from './half-cheetah-scene.js';
import { halfCheetah } from './half-cheetah.js';
import { observed, runners } from './runners.js';

export interface HalfCheetahOptions {
  /** Steps of an episode, of 0.05 seconds each: a whole number of at least 1. Default 200. */
  readonly horizon?: number;
  /** What the sum of the squared actions costs a step, at least 0. Default 0.05. */
  readonly controlCost?: number;
}

/**
 * The half-cheetah that has to run forward or backward, which it is not told (Finn, Abbeel and Levine 2017, section 5.3).
 *
 * An observation has 17 numbers, as in Gymnasium: height, pitch and the six joints, then the nine velocities, that along x first (the authors add three of the centre
 * of mass). An action has a torque within 1 for each joint. The reward is the velocity in the direction of the task, in m/s, less the cost of control,
 * which is 0.05 in the code of Finn et al. and of ProMP (Rothfuss et al. 2019), and 0.1 in Gymnasium. Episodes have no end of their own.
 * @throws RangeError where the horizon is not a whole number of at least 1 or the cost is below 0.
 */
export function halfCheetahDirection({ horizon = 200, controlCost = 0.05 }: HalfCheetahOptions = {}): EnvironmentFamily<Direction> {
  checkedWeights({ controlCost });
  const name = 'half-cheetah-direction';
  return {
    ...directions,
    name,
    observationSpace: box(-Infinity, Infinity, observed(halfCheetah)),
    actionSpace: box(-1, 1, halfCheetah.motors),
    horizon: horizonOf(horizon),
    description: { horizon, controlCost },
    make: (tasks) => runners({ name, titleOf: directions.titleOf }, halfCheetah, checkedDirections(name, tasks), ({ direction }, { velocity, effort }) => direction * velocity - controlCost * effort),
    scene: (task, episode) => halfCheetahScene(directions.titleOf(task), episode),
  };
}
