import { z } from 'zod';
import { cartPole, pendulum, type Range } from '../../../rl/environments/index.js';
import { environmentEntry, type Budget, type EnvironmentEntry } from './environment-entry.js';
import { horizon, points } from './usual.js';

/** One number for all tasks, or two that tasks lie between, such as `0.5,1.5`. */
const range = (about: string, usual: readonly [number, number] | number) =>
  z.union([z.number().positive(), z.tuple([z.number().positive(), z.number().positive()])]).default(typeof usual === 'number' ? usual : [...usual]).describe(`${about}: a number, or two that tasks lie between`);

const sign = z.enum(['either', 'usual']).default('either').describe('which way an action goes: either, by task, or as usual');

/** What an action is multiplied by. */
const actuatorOf = (chosen: 'either' | 'usual'): Range => (chosen === 'usual' ? 1 : { among: [-1, 1] });

const shorter: Budget = { ...points.gradient, iterations: 200 };
const usual: EnvironmentEntry['usual'] = { ...points, gradient: { ...points.gradient, ...shorter }, memory: { ...points.memory, iterations: 300, episodes: 3 } };

export const cartPoleEntry = environmentEntry({
  name: 'cartpole',
  about: 'a cart that balances a pole of unseen physics; in half of the tasks left and right are swapped',
  source: 'Barto, Sutton and Anderson 1983, as CartPole-v1 of Gymnasium; ranges of Packer et al. 2018, arXiv:1810.12282',
  observes: 'position, speed, angle and angular speed',
  acts: 'a push to the left or to the right',
  algorithm: 'maml-trpo',
  usual,
  options: z.strictObject({
    length: range("half of the pole's length, metres", [0.25, 0.75]),
    poleMass: range('kilograms', [0.05, 0.5]),
    cartMass: range('kilograms', 1),
    gravity: range('metres per square second', 9.8),
    force: range('of a push, newtons', [5, 15]),
    actuator: sign,
    horizon: horizon(200),
  }),
  family: ({ options: { actuator, ...options } }) => cartPole({ ...options, actuator: actuatorOf(actuator) }),
});

export const pendulumEntry = environmentEntry({
  name: 'pendulum',
  about: 'a pendulum of unseen physics, to be swung up; in half of the tasks the torque is turned round',
  source: 'Pendulum-v1 of Gymnasium; ranges of Packer et al. 2018, arXiv:1810.12282',
  observes: 'cosine and sine of the angle, and angular speed',
  acts: 'a torque within 2',
  algorithm: 'maml-trpo',
  usual,
  options: z.strictObject({
    length: range('of the rod, metres', [0.75, 1.25]),
    mass: range('kilograms', [0.75, 1.25]),
    gravity: range('metres per square second', 10),
    actuator: sign,
    horizon: horizon(200),
  }),
  family: ({ options: { actuator, ...options } }) => pendulum({ ...options, actuator: actuatorOf(actuator) }),
});
