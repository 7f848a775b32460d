import { generatorOf, uniformOf } from '../../random/index.js';
import { box, type EnvironmentFamily, type Environments, type Shape } from '../environment/index.js';
import { coordinate, discsOf, drawDiscs, type Disc } from './discs.js';
import { horizonOf } from './horizon.js';
import { between, fastest, planeScene, pointsTo, titleOfGoal, type Goal } from './plane.js';
import { sideBySide } from './side-by-side.js';

/** Where a point has to go, and what is in its way. */
export type ObstacleCourse = Goal & { readonly discs: readonly Disc[] };

export interface Nav2dObstaclesOptions {
  /** How many discs there are, a whole number of at least 1. Default 3. */
  readonly obstacles?: number;
  /** Of a disc, above 0 and at most 0.2. Default 0.1. */
  readonly radius?: number;
  /** The way of a disc in a step, at least 0 and at most 0.1. Default 0.03. */
  readonly speed?: number;
  /** What a step that ends in a disc costs, at least 0; in several, as often. Default 1. */
  readonly cost?: number;
  /** Steps of an episode at most, a whole number of at least 1. Default 100. */
  readonly horizon?: number;
}

const near = 0.01;

/**
 * Point navigation (`nav2d`) among discs that move to and fro through [-0.5, 0.5]^2, in every episode of a task alike. Observed are the position and, of each disc, its place seen from the point
 * and its velocity; not the goal. So keeping clear of discs is the same in all tasks, and for meta-training to learn; where the goal is, an agent finds out in each.
 * A step is rewarded by minus the distance to the goal, less the cost of a collision; an episode ends within 0.01 of the goal.
 * @throws RangeError where an option is not within its bounds.
 */
export function nav2dObstacles({ obstacles = 3, radius = 0.1, speed = 0.03, cost = 1, horizon = 100 }: Nav2dObstaclesOptions = {}): EnvironmentFamily<ObstacleCourse> {
  if (!Number.isInteger(obstacles) || obstacles < 1) throw new RangeError(`obstacles must be a whole number of at least 1, got ${obstacles}; without any, use nav2d.`);
  // Larger discs leave hardly a place to put them that is clear of the start.
  if (!(radius > 0 && radius <= 0.2)) throw new RangeError(`The radius of a disc must be above 0 and at most 0.2, got ${radius}.`);
  if (!(speed >= 0 && speed <= fastest)) throw new RangeError(`The speed of a disc must be from 0 to ${fastest}, which is as fast as a point, got ${speed}.`);
  if (!(cost >= 0 && cost < Infinity)) throw new RangeError(`The cost of a collision must be a number of at least 0, got ${cost}.`);
  return {
    name: 'nav2d-obstacles',
    observationSpace: box(-Infinity, Infinity, 2 + 4 * obstacles),
    actionSpace: box(-fastest, fastest, 2),
    horizon: horizonOf(horizon),
    description: { obstacles, radius, speed, cost, horizon },
    sampleTask(key) {
      const generator = generatorOf(key);
      const draw = (): number => uniformOf(generator);
      return { x: draw() - 0.5, y: draw() - 0.5, discs: drawDiscs(draw, obstacles, radius, speed) };
    },
    make: (tasks) => courses(tasks, radius, cost),
    titleOf: titleOfGoal,
    tells: { size: 2, of: ({ x, y }) => [x, y] },
    scene({ x, y, discs }, episode) {
      const goal = { kind: 'circle', x, y, radius: 0.02, tone: 'goal' } as const;
      const disc = ({ x: fromX, y: fromY, vx, vy }: Disc, step: number): Shape => ({ kind: 'circle', x: coordinate(fromX, vx, step), y: coordinate(fromY, vy, step), radius, tone: 'obstacle' });
      return planeScene(episode, { left: -0.7, right: 0.7, bottom: -0.7, top: 0.7 }, goal, (step) => discs.map((one) => disc(one, step)));
    },
  };
}

function courses(tasks: readonly ObstacleCourse[], radius: number, cost: number): Environments {
  const rows = tasks.length;
  const points = pointsTo(tasks);
  const { position } = points;
  const { count, now, place } = discsOf(tasks.map(({ discs }) => discs));
  const width = 2 + 4 * count;
  const steps = new Int32Array(rows);
  const collisions = (row: number): number => {
    let touched = 0;
    for (let disc = row * count; disc < (row + 1) * count; disc++) {
      if (between(position[2 * row], position[2 * row + 1], now[4 * disc], now[4 * disc + 1]) < radius) touched++;
    }
    return touched;
  };
  return sideBySide(rows, {
    widths: { observation: width, action: 2 },
    begin(row) {
      points.begin(row);
      steps[row] = 0;
      place(row, 0);
    },
    step(actions, { rewards, terminated }) {
      points.move(actions);
      for (let row = 0; row < rows; row++) {
        place(row, ++steps[row]);
        const distance = points.distance(row);
        rewards[row] = -distance - cost * collisions(row);
        terminated[row] = distance < near ? 1 : 0;
      }
    },
    observe(observations) {
      for (let row = 0; row < rows; row++) {
        const at = row * width;
        const [x, y] = [position[2 * row], position[2 * row + 1]];
        observations[at] = x;
        observations[at + 1] = y;
        for (let i = 0; i < 4 * count; i += 4) {
          const disc = 4 * count * row + i;
          observations[at + 2 + i] = now[disc] - x;
          observations[at + 3 + i] = now[disc + 1] - y;
          observations[at + 4 + i] = now[disc + 2];
          observations[at + 5 + i] = now[disc + 3];
        }
      }
    },
  });
}
