import { box, discrete, type EnvironmentFamily, type Episode, type Scene, type Shape } from '../environment/index.js';
import { carts, farthest, steepest, type CartPhysics } from './carts.js';
import { horizonOf } from './horizon.js';
import { variedPhysics } from './physics.js';
import type { Range } from './range.js';

export interface CartPoleOptions {
  /** Half of the pole's length, in metres. Default [0.25, 0.75]. */
  readonly length?: Range;
  /** In kilograms. Default [0.05, 0.5]. */
  readonly poleMass?: Range;
  /** In kilograms. Default 1. */
  readonly cartMass?: Range;
  /** In metres per square second. Default 9.8. */
  readonly gravity?: Range;
  /** Of a push, in newtons. Default [5, 15]. */
  readonly force?: Range;
  /** What a push is multiplied by: -1 swaps left and right. Default `{ among: [-1, 1] }`. */
  readonly actuator?: Range;
  /** Steps of an episode at most, a whole number of at least 1. Default 200; 500 in CartPole-v1. */
  readonly horizon?: number;
}

/** The task that CartPole-v1 of Gymnasium is. */
export const usualCart: CartPhysics = { length: 0.5, poleMass: 0.1, cartMass: 1, gravity: 9.8, force: 10, actuator: 1 };

/**
 * A cart that balances a pole, whose physics are those of the task and not seen: CartPole-v1 of Gymnasium, with length, mass of the pole and force in the ranges "R" of Packer et al. 2018
 * (table 1). Observed are position, speed, angle and angular speed; an action pushes to the left, 0, or to the right, 1; a step is rewarded by 1; an episode ends beyond 2.4 m or 12 degrees.
 *
 * Physics alone give nothing to adapt to: four weights balance poles of all these lengths and masses for 500 steps. So by default the way that a push goes varies, too; the best four weights found then
 * last for 109 of 200 steps.
 * @throws RangeError where a range makes no sense or the horizon is no whole number of at least 1.
 */
export function cartPole({ horizon = 200, ...asked }: CartPoleOptions = {}): EnvironmentFamily<CartPhysics> {
  const { description, ...physics } = variedPhysics(
    {
      length: { range: [0.25, 0.75], above: 0 },
      poleMass: { range: [0.05, 0.5], above: 0 },
      cartMass: { range: usualCart.cartMass, above: 0 },
      gravity: { range: usualCart.gravity, above: 0 },
      force: { range: [5, 15], above: 0 },
      actuator: { range: { among: [-1, 1] } },
    },
    asked,
  );
  return {
    name: 'cartpole',
    observationSpace: box([-2 * farthest, -Infinity, -2 * steepest, -Infinity], [2 * farthest, Infinity, 2 * steepest, Infinity]),
    actionSpace: discrete(2),
    horizon: horizonOf(horizon),
    description: { ...description, horizon },
    ...physics,
    make: (tasks) => carts(tasks),
    scene,
  };
}

/** A cart on its track, from one end of it to the other. */
function scene({ length }: CartPhysics, { steps, observations }: Episode): Scene {
  const picture = (i: number): Shape[] => {
    const [x, angle] = [observations[4 * i], observations[4 * i + 2]];
    return [
      { kind: 'polygon', points: [[x - 0.25, -0.15], [x - 0.25, 0.15], [x + 0.25, 0.15], [x + 0.25, -0.15]], tone: 'agent' },
      { kind: 'line', points: [[x, 0], [x + 2 * length * Math.sin(angle), 2 * length * Math.cos(angle)]], tone: 'plain', width: 0.08 },
    ];
  };
  const ends = [-farthest, farthest].map((x): Shape => ({ kind: 'line', points: [[x, -0.25], [x, -0.05]], tone: 'ground', width: 0.02 }));
  return {
    left: -3,
    right: 3,
    bottom: -0.4,
    top: 2 * length + 0.4,
    still: [{ kind: 'line', points: [[-farthest, -0.15], [farthest, -0.15]], tone: 'ground', width: 0.02 }, ...ends],
    frames: Array.from({ length: steps + 1 }, (_, i) => picture(i)),
  };
}
