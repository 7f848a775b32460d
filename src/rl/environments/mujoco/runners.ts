import type { Json } from '../../../training/index.js';
import { EnvironmentError, randomOf, type EnvironmentFamily, type Environments, type Random } from '../../environment/index.js';
import { sideBySide } from '../side-by-side.js';
import { simulationOf } from './simulation.js';

/** A robot, whatever it is to do. */
export interface Robot {
  /** In MuJoCo's language. */
  readonly model: string;
  readonly positions: number;
  readonly velocities: number;
  readonly motors: number;
  /** Positions, from the first, that are not observed: where it is, as the ground is the same everywhere. */
  readonly unseen: number;
  /** Steps of the simulation in a step of the environment, which takes `seconds`. */
  readonly frames: number;
  readonly seconds: number;
  /** Whether rewards ask for `Motion.contact`, which takes time. */
  readonly feels: boolean;
  /** Begins an episode: `positions` and `velocities` are those of the model at rest. */
  begin(random: Random, positions: Float64Array, velocities: Float64Array): void;
  /** Whether an episode ends at these positions. */
  fallen(positions: Float64Array): boolean;
}

/** What a robot did in a step. */
export interface Motion {
  /** Along x, in metres per second, from where it was before the step and after. */
  velocity: number;
  /** The sum of the squares of the action, within its bounds. */
  effort: number;
  /** The sum of the squares of the contact forces and torques on all bodies, each within 1. */
  contact: number;
}

/** How many numbers a robot's observation has. */
export function observed({ positions, unseen, velocities }: Robot): number {
  return positions - unseen + velocities;
}

/** As in Gymnasium: uniform in 0.1 around the position, normal of deviation 0.1 around the velocity. */
export function noisyStart(random: Random, positions: Float64Array, velocities: Float64Array): void {
  for (let i = 0; i < positions.length; i++) positions[i] += random.uniform(-0.1, 0.1);
  for (let i = 0; i < velocities.length; i++) velocities[i] += random.normal(0, 0.1);
}

/** What MuJoCo takes for a simulation that has flown apart. */
const largest = 1e10;

/**
 * Robots side by side, row i with `tasks[i]`, rewarded by `rewardOf`. A row that has fallen rests.
 * @throws EnvironmentError where a row is stepped before its first reset, an action is not a number, or a simulation flies apart.
 */
export async function runners<Task extends Json>(
  family: Pick<EnvironmentFamily<Task>, 'name'> & { titleOf(task: Task): string },
  robot: Robot,
  tasks: readonly Task[],
  rewardOf: (task: Task, motion: Motion) => number,
): Promise<Environments> {
  const simulation = await simulationOf(robot.model);
  const { positions, velocities, motors, unseen, frames, seconds, feels } = robot;
  const rows = tasks.length;
  // Of each row: positions, velocities, warmstart.
  const width = positions + 2 * velocities;
  const states = new Float64Array(rows * width);
  const steps = new Int32Array(rows).fill(-1);
  const ended = new Uint8Array(rows);
  const motion: Motion = { velocity: 0, effort: 0, contact: 0 };
  const wrong = (row: number, words: string): EnvironmentError =>
    new EnvironmentError({ family: { name: family.name, titleOf: (task) => family.titleOf(task as Task) }, task: tasks[row], step: Math.max(0, steps[row]) }, `row ${row} ${words}`);

  const load = (row: number): void => {
    const { positions: qpos, velocities: qvel, warmstart } = simulation;
    let at = row * width;
    for (let i = 0; i < positions; i++) qpos[i] = states[at++];
    for (let i = 0; i < velocities; i++) qvel[i] = states[at++];
    for (let i = 0; i < velocities; i++) warmstart[i] = states[at++];
  };

  const store = (row: number): void => {
    const { positions: qpos, velocities: qvel, warmstart } = simulation;
    let at = row * width;
    for (let i = 0; i < positions; i++) states[at++] = qpos[i];
    for (let i = 0; i < velocities; i++) states[at++] = qvel[i];
    for (let i = 0; i < velocities; i++) states[at++] = warmstart[i];
    let sound = true;
    for (let i = row * width; i < at; i++) sound &&= Math.abs(states[i]) < largest;
    if (!sound) throw wrong(row, 'flew apart: a position, velocity or acceleration of the simulation is beyond 1e10 or not a number.');
  };

  /** Sets the motors within their bounds; gives the effort. */
  const drive = (row: number, actions: Float32Array): number => {
    let effort = 0;
    for (let i = 0; i < motors; i++) {
      const action = actions[row * motors + i];
      if (Number.isNaN(action)) throw wrong(row, `has an action that is not a number, at place ${i}.`);
      const within = action < -1 ? -1 : action > 1 ? 1 : action;
      simulation.motors[i] = within;
      effort += within * within;
    }
    return effort;
  };

  return sideBySide(rows, {
    widths: { observation: observed(robot), action: motors },
    begin(row, key) {
      steps[row] = ended[row] = 0;
      simulation.rest();
      robot.begin(randomOf(key), simulation.positions, simulation.velocities);
      store(row);
    },
    step(actions, { rewards, terminated }) {
      simulation.renew();
      for (let row = 0; row < rows; row++) {
        if (steps[row] < 0) throw wrong(row, 'was stepped before its first reset.');
        rewards[row] = 0;
        terminated[row] = ended[row];
        if (ended[row]) continue;
        steps[row]++;
        load(row);
        const before = simulation.positions[0];
        motion.effort = drive(row, actions);
        simulation.advance(frames);
        store(row);
        motion.velocity = (simulation.positions[0] - before) / seconds;
        if (feels) {
          simulation.feel();
          motion.contact = squaresWithinOne(simulation.contacts);
        }
        rewards[row] = rewardOf(tasks[row], motion);
        terminated[row] = ended[row] = robot.fallen(simulation.positions) ? 1 : 0;
      }
    },
    observe(observations) {
      let to = 0;
      for (let row = 0; row < rows; row++) {
        const seen = row * width + unseen;
        const end = row * width + positions + velocities;
        for (let from = seen; from < end; from++) observations[to++] = states[from];
      }
    },
  });
}

function squaresWithinOne(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.min(1, values[i] * values[i]);
  return sum;
}
