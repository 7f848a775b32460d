import { uniform, type Key } from '../../random/index.js';
import type { Environments } from '../environment/index.js';
import type { Physics } from './physics.js';
import { sideBySide } from './side-by-side.js';

/** The physics of a cart with a pole: in metres, kilograms, seconds and newtons. `length` is half of the pole's. */
export type CartPhysics = Physics<'length' | 'poleMass' | 'cartMass' | 'gravity' | 'force' | 'actuator'>;

/** An episode is over where the cart is farther than this from the middle, */
export const farthest = 2.4;
/** or the pole leans by more than this. */
export const steepest = (12 * 2 * Math.PI) / 360;

const seconds = 0.02;

/** Where an episode starts: position, speed, angle and angular speed. */
export type CartStart = (key: Key) => ArrayLike<number>;

const nearRest: CartStart = (key) => uniform(key, [4], -0.05, 0.05).data;

/** Carts side by side: Euler's method on the equations of Barto, Sutton and Anderson 1983 (appendix, without friction), as in CartPole-v1 of Gymnasium. */
export function carts(tasks: readonly CartPhysics[], start = nearRest): Environments {
  const rows = tasks.length;
  const state = new Float64Array(4 * rows);
  const { length, poleMass, gravity, totalMass, push } = constantsOf(tasks);
  return sideBySide(rows, {
    widths: { observation: 4, action: 1 },
    begin: (row, key) => state.set(start(key), 4 * row),
    step(actions, { rewards, terminated }) {
      for (let row = 0; row < rows; row++) {
        const at = 4 * row;
        const speed = state[at + 1];
        const angle = state[at + 2];
        const turning = state[at + 3];
        const sine = Math.sin(angle);
        const cosine = Math.cos(angle);
        const lever = poleMass[row] * length[row];
        const shared = ((actions[row] === 1 ? push[row] : -push[row]) + lever * turning * turning * sine) / totalMass[row];
        const angular = (gravity[row] * sine - cosine * shared) / (length[row] * (4 / 3 - (poleMass[row] * cosine * cosine) / totalMass[row]));
        state[at] += seconds * speed;
        state[at + 1] += seconds * (shared - (lever * angular * cosine) / totalMass[row]);
        state[at + 2] += seconds * turning;
        state[at + 3] += seconds * angular;
        rewards[row] = 1;
        terminated[row] = Math.abs(state[at]) > farthest || Math.abs(state[at + 2]) > steepest ? 1 : 0;
      }
    },
    observe: (observations) => observations.set(state),
  });
}

function constantsOf(tasks: readonly CartPhysics[]) {
  const column = (of: (task: CartPhysics) => number): Float64Array => Float64Array.from(tasks, of);
  return {
    length: column((task) => task.length),
    poleMass: column((task) => task.poleMass),
    gravity: column((task) => task.gravity),
    totalMass: column((task) => task.poleMass + task.cartMass),
    push: column((task) => task.force * task.actuator),
  };
}
