import { uniform } from '../../random/index.js';
import { box, type EnvironmentFamily, type Environments } from '../environment/index.js';

/** Where a point has to go. */
export type Goal = { readonly x: number; readonly y: number };

export interface Nav2dOptions {
  /** Steps of an episode at most, a whole number of at least 1. Default 100. */
  readonly horizon?: number;
}

const fastest = 0.1;
const near = 0.01;

/**
 * Point navigation in the plane (Finn, Abbeel and Levine 2017, section 5.3): from the origin to a goal that is drawn uniformly from [-0.5, 0.5]^2 and not seen. Observed is the position; an action
 * is a velocity, each part within 0.1; a step is rewarded by minus the distance to the goal; an episode ends within 0.01 of it.
 */
export function nav2d({ horizon = 100 }: Nav2dOptions = {}): EnvironmentFamily<Goal> {
  return {
    name: 'nav2d',
    observationSpace: box(-Infinity, Infinity, 2),
    actionSpace: box(-fastest, fastest, 2),
    horizon,
    description: { horizon },
    sampleTask(key) {
      const [x, y] = uniform(key, [2], -0.5, 0.5).data;
      return { x, y };
    },
    make: points,
    titleOf: ({ x, y }) => `goal (${x.toFixed(2)}, ${y.toFixed(2)})`,
    tells: { size: 2, of: ({ x, y }) => [x, y] },
    scene({ x, y }, { observations }) {
      const trail = Array.from({ length: observations.length / 2 }, (_, i) => [observations[2 * i], observations[2 * i + 1]] as const);
      const goal = { kind: 'circle', x, y, radius: 0.02, tone: 'goal' } as const;
      return { left: -0.7, right: 0.7, bottom: -0.7, top: 0.7, still: [goal], frames: trail.map(([px, py]) => [{ kind: 'circle', x: px, y: py, radius: 0.015, tone: 'agent' }]), trail };
    },
  };
}

function points(goals: readonly Goal[]): Environments {
  const rows = goals.length;
  const position = new Float64Array(2 * rows);
  const observations = new Float32Array(2 * rows);
  const stepped = { observations, rewards: new Float32Array(rows), terminated: new Uint8Array(rows), truncated: new Uint8Array(rows) };
  return {
    rows,
    reset(_, which) {
      if (which) for (const row of which) position.fill(0, 2 * row, 2 * row + 2);
      else position.fill(0);
      observations.set(position);
      return observations;
    },
    step(actions) {
      for (let row = 0; row < rows; row++) {
        const at = 2 * row;
        position[at] += within(actions[at]);
        position[at + 1] += within(actions[at + 1]);
        const distance = Math.hypot(position[at] - goals[row].x, position[at + 1] - goals[row].y);
        stepped.rewards[row] = -distance;
        stepped.terminated[row] = distance < near ? 1 : 0;
      }
      observations.set(position);
      return stepped;
    },
  };
}

function within(speed: number): number {
  return Math.max(-fastest, Math.min(fastest, speed));
}
