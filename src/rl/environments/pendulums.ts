import { generatorOf, uniformOf, type Key } from '../../random/index.js';
import type { Environments } from '../environment/index.js';
import type { Physics } from './physics.js';
import { sideBySide } from './side-by-side.js';

/** The physics of a pendulum, a rod that hangs by its end: in metres, kilograms and seconds. */
export type PendulumPhysics = Physics<'length' | 'mass' | 'gravity' | 'actuator'>;

/** In newton metres, either way. */
export const strongest = 2;
/** In radians per second, either way. */
export const fastestTurn = 8;

const seconds = 0.05;

/** Where an episode starts: the angle, zero where the rod stands upright, and the angular speed. */
export type PendulumStart = (key: Key) => ArrayLike<number>;

const anywhere: PendulumStart = (key) => {
  const generator = generatorOf(key);
  return [Math.PI * (2 * uniformOf(generator) - 1), 2 * uniformOf(generator) - 1];
};

/** Pendulums side by side: the semi-implicit Euler's method of Pendulum-v1 of Gymnasium. */
export function pendulums(tasks: readonly PendulumPhysics[], start = anywhere): Environments {
  const rows = tasks.length;
  const state = new Float64Array(2 * rows);
  const pull = Float64Array.from(tasks, ({ gravity, length }) => (3 * gravity) / (2 * length));
  const gain = Float64Array.from(tasks, ({ mass, length, actuator }) => (3 * actuator) / (mass * length * length));
  return sideBySide(rows, {
    widths: { observation: 3, action: 1 },
    begin: (row, key) => state.set(start(key), 2 * row),
    step(actions, { rewards }) {
      for (let row = 0; row < rows; row++) {
        const at = 2 * row;
        const torque = clipped(actions[row], strongest);
        const angle = state[at];
        const speed = state[at + 1];
        const lean = angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
        rewards[row] = -(lean * lean + 0.1 * speed * speed + 0.001 * torque * torque);
        state[at + 1] = clipped(speed + (pull[row] * Math.sin(angle) + gain[row] * torque) * seconds, fastestTurn);
        state[at] = angle + state[at + 1] * seconds;
      }
    },
    observe(observations) {
      for (let row = 0; row < rows; row++) {
        observations[3 * row] = Math.cos(state[2 * row]);
        observations[3 * row + 1] = Math.sin(state[2 * row]);
        observations[3 * row + 2] = state[2 * row + 1];
      }
    },
  });
}

function clipped(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
