import { generatorOf, uniformOf } from '../../random/index.js';
import { box, type EnvironmentFamily, type Environments } from '../environment/index.js';
import { horizonOf } from './horizon.js';
import { fastest, planeScene, pointsTo, titleOfGoal, type Goal } from './plane.js';
import { sideBySide } from './side-by-side.js';

export interface Nav2dSparseOptions {
  /** The goals' distance from the start, above 0. Default 1. */
  readonly distance?: number;
  /** Rewards are given from this near to the goal, above 0. Default 0.2. */
  readonly within?: number;
  /** Steps of an episode, a whole number of at least 1. Default 20. */
  readonly horizon?: number;
}

/**
 * Point navigation whose goal has to be searched for (Rakelly et al. 2019, section 6.3, with the settings of their code; after Gupta et al. 2018): from the origin to a goal that is drawn
 * uniformly from a half circle around it and not seen. Observed is the position; an action is a velocity, each part within 0.1; a step is rewarded by 1 minus the distance to the goal where
 * that is at most `within`, and by nothing elsewhere. Episodes do not end before the horizon.
 * @throws RangeError where a length is not above 0 or the horizon is no whole number of at least 1.
 */
export function nav2dSparse({ distance = 1, within = 0.2, horizon = 20 }: Nav2dSparseOptions = {}): EnvironmentFamily<Goal> {
  for (const [name, length] of Object.entries({ distance, within })) {
    if (!(length > 0 && length < Infinity)) throw new RangeError(`${name} must be a number above 0, got ${length}.`);
  }
  const reach = distance + within + fastest;
  return {
    name: 'nav2d-sparse',
    observationSpace: box(-Infinity, Infinity, 2),
    actionSpace: box(-fastest, fastest, 2),
    horizon: horizonOf(horizon),
    description: { distance, within, horizon },
    sampleTask(key) {
      const angle = Math.PI * uniformOf(generatorOf(key));
      return { x: distance * Math.cos(angle), y: distance * Math.sin(angle) };
    },
    make: (goals) => searching(goals, within),
    titleOf: titleOfGoal,
    tells: { size: 2, of: ({ x, y }) => [x, y] },
    scene: ({ x, y }, episode) =>
      planeScene(episode, { left: -reach, right: reach, bottom: -0.5 * reach, top: reach }, { kind: 'circle', x, y, radius: within, tone: 'goal', hollow: true }),
  };
}

function searching(goals: readonly Goal[], within: number): Environments {
  const points = pointsTo(goals);
  return sideBySide(goals.length, {
    widths: { observation: 2, action: 2 },
    begin: points.begin,
    step(actions, { rewards }) {
      points.move(actions);
      for (let row = 0; row < goals.length; row++) {
        const distance = points.distance(row);
        rewards[row] = distance <= within ? 1 - distance : 0;
      }
    },
    observe: (observations) => observations.set(points.position),
  });
}
