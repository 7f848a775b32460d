import { uniform } from '../../random/index.js';
import { box, type EnvironmentFamily, type Environments } from '../environment/index.js';
import { horizonOf } from './horizon.js';
import { fastest, planeScene, pointsTo, titleOfGoal, type Goal } from './plane.js';
import { sideBySide } from './side-by-side.js';

export interface Nav2dOptions {
  /** Steps of an episode at most, a whole number of at least 1. Default 100. */
  readonly horizon?: number;
}

const near = 0.01;

/**
 * Point navigation in the plane (Finn, Abbeel and Levine 2017, section 5.3): from the origin to a goal that is drawn uniformly from [-0.5, 0.5]^2 and not seen. Observed is the position; an action
 * is a velocity, each part within 0.1; a step is rewarded by minus the distance to the goal; an episode ends within 0.01 of it.
 * @throws RangeError where the horizon is no whole number of at least 1.
 */
export function nav2d({ horizon = 100 }: Nav2dOptions = {}): EnvironmentFamily<Goal> {
  return {
    name: 'nav2d',
    observationSpace: box(-Infinity, Infinity, 2),
    actionSpace: box(-fastest, fastest, 2),
    horizon: horizonOf(horizon),
    description: { horizon },
    sampleTask(key) {
      const [x, y] = uniform(key, [2], -0.5, 0.5).data;
      return { x, y };
    },
    make: navigating,
    titleOf: titleOfGoal,
    tells: { size: 2, of: ({ x, y }) => [x, y] },
    scene: ({ x, y }, episode) => planeScene(episode, { left: -0.7, right: 0.7, bottom: -0.7, top: 0.7 }, { kind: 'circle', x, y, radius: 0.02, tone: 'goal' }),
  };
}

function navigating(goals: readonly Goal[]): Environments {
  const points = pointsTo(goals);
  return sideBySide(goals.length, {
    widths: { observation: 2, action: 2 },
    begin: points.begin,
    step(actions, { rewards, terminated }) {
      points.move(actions);
      for (let row = 0; row < goals.length; row++) {
        const distance = points.distance(row);
        rewards[row] = -distance;
        terminated[row] = distance < near ? 1 : 0;
      }
    },
    observe: (observations) => observations.set(points.position),
  });
}
