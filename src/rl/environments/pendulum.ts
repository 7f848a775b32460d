import { box, type EnvironmentFamily, type Episode, type Scene, type Shape } from '../environment/index.js';
import { horizonOf } from './horizon.js';
import { fastestTurn, pendulums, strongest, type PendulumPhysics } from './pendulums.js';
import { variedPhysics } from './physics.js';
import type { Range } from './range.js';

export interface PendulumOptions {
  /** Of the rod, in metres. Default [0.75, 1.25]. */
  readonly length?: Range;
  /** In kilograms. Default [0.75, 1.25]. */
  readonly mass?: Range;
  /** In metres per square second. Default 10. */
  readonly gravity?: Range;
  /** What the torque is multiplied by once it is clipped: -1 turns the other way. Default `{ among: [-1, 1] }`. */
  readonly actuator?: Range;
  /** Steps of an episode, a whole number of at least 1. Default 200. */
  readonly horizon?: number;
}

/** The task that Pendulum-v1 of Gymnasium is. */
export const usualPendulum: PendulumPhysics = { length: 1, mass: 1, gravity: 10, actuator: 1 };

/**
 * A pendulum to be swung up and held there, whose physics are those of the task and not seen: Pendulum-v1 of Gymnasium, with length and mass in the ranges "R" of Packer et al. 2018 (table 1).
 * Observed are cosine and sine of the angle, which is zero where it stands upright, and the angular speed, which is kept within 8; an action is a torque, clipped to 2 either way; a step is
 * rewarded by -(angle^2 + 0.1 speed^2 + 0.001 torque^2). Episodes do not end before the horizon.
 *
 * Physics alone give little to adapt to: a controller of five numbers returns -150 over rods of all these lengths and masses, and -149 where the numbers are chosen for each. So by default the way
 * that a torque goes varies, too; that controller then returns -971.
 * @throws RangeError where a range makes no sense or the horizon is no whole number of at least 1.
 */
export function pendulum({ horizon = 200, ...asked }: PendulumOptions = {}): EnvironmentFamily<PendulumPhysics> {
  const { description, ...physics } = variedPhysics(
    {
      length: { range: [0.75, 1.25], above: 0 },
      mass: { range: [0.75, 1.25], above: 0 },
      gravity: { range: usualPendulum.gravity, above: 0 },
      actuator: { range: { among: [-1, 1] } },
    },
    asked,
  );
  return {
    name: 'pendulum',
    observationSpace: box([-1, -1, -fastestTurn], [1, 1, fastestTurn]),
    actionSpace: box(-strongest, strongest, 1),
    horizon: horizonOf(horizon),
    description: { ...description, horizon },
    ...physics,
    make: (tasks) => pendulums(tasks),
    scene,
  };
}

function scene({ length }: PendulumPhysics, { steps, observations }: Episode): Scene {
  const tip = (i: number): readonly [number, number] => [-length * observations[3 * i + 1], length * observations[3 * i]];
  const picture = (i: number): Shape[] => [{ kind: 'line', points: [[0, 0], tip(i)], tone: 'agent', width: 0.12 * length }];
  const trail = Array.from({ length: steps + 1 }, (_, i) => tip(i));
  const reach = 1.2 * length;
  return {
    left: -reach,
    right: reach,
    bottom: -reach,
    top: reach,
    still: [
      { kind: 'circle', x: 0, y: length, radius: 0.06 * length, tone: 'goal', hollow: true },
      { kind: 'circle', x: 0, y: 0, radius: 0.04 * length, tone: 'ground' },
    ],
    frames: trail.map((_, i) => picture(i)),
    trail,
  };
}
