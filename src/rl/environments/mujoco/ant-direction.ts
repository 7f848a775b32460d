import { box, type EnvironmentFamily } from '../../environment/index.js';
import { horizonOf } from '../horizon.js';
import { antScene } from './ant-scene.js';
import { ant } from './ant.js';
import { checkedWeights } from './weights.js';
import { checkedDirections, directions, type Direction } from './direction.js';
import { observed, runners } from './runners.js';

export interface AntOptions {
  /** Steps of an episode at most, of 0.05 seconds each: a whole number of at least 1. Default 200. */
  readonly horizon?: number;
  /** What the sum of the squared actions costs a step, at least 0. Default 0.005. */
  readonly controlCost?: number;
  /** What the sum of the squared contact forces and torques, each within 1, costs a step, at least 0. Default 0.0005. */
  readonly contactCost?: number;
  /** For each step, at least 0. Default 0.05. */
  readonly survivalReward?: number;
}

/**
 * The ant that has to run forward or backward, along x, which it is not told (Finn, Abbeel and Levine 2017, section 5.3).
 *
 * An observation has 27 numbers, as in Gymnasium without contact forces: height, quaternion and the eight joints, then the fourteen velocities, those along x and y first.
 * An action has a torque within 1 for each joint. The reward is the velocity in the direction of the task, in m/s, less the costs of control and of
 * contact, and what a step is worth by itself; weights are those of the authors' code (ProMP has 0.5, 0.0005 and 1). An episode ends where the trunk is below 0.2 m or above 1 m.
 * @throws RangeError where the horizon is not a whole number of at least 1 or a weight is below 0.
 */
export function antDirection({ horizon = 200, controlCost = 0.005, contactCost = 0.0005, survivalReward = 0.05 }: AntOptions = {}): EnvironmentFamily<Direction> {
  checkedWeights({ controlCost, contactCost, survivalReward });
  const name = 'ant-direction';
  return {
    ...directions,
    name,
    observationSpace: box(-Infinity, Infinity, observed(ant)),
    actionSpace: box(-1, 1, ant.motors),
    horizon: horizonOf(horizon),
    description: { horizon, controlCost, contactCost, survivalReward },
    make: (tasks) =>
      runners({ name, titleOf: directions.titleOf }, ant, checkedDirections(name, tasks), ({ direction }, { velocity, effort, contact }) => {
        return direction * velocity + survivalReward - controlCost * effort - contactCost * contact;
      }),
    scene: (task, episode) => antScene(directions.titleOf(task), episode),
  };
}
