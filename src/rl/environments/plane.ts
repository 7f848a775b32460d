import type { Episode, Scene, Shape } from '../environment/index.js';

/** Where a point has to go. */
export type Goal = { readonly x: number; readonly y: number };

/** A velocity's parts are clipped to it, either way: the way of one step. */
export const fastest = 0.1;

/** Points that start at the origin, one a row, on their way to `goals`. */
export function pointsTo(goals: readonly Goal[]) {
  const position = new Float64Array(2 * goals.length);
  const goal = Float64Array.from(goals.flatMap(({ x, y }) => [x, y]));
  return {
    /** (rows, 2). */
    position,
    begin(row: number): void {
      position[2 * row] = 0;
      position[2 * row + 1] = 0;
    },
    /** Moves every point by its velocity, `actions` (rows, 2). */
    move(actions: Float32Array): void {
      for (let i = 0; i < position.length; i++) position[i] += Math.max(-fastest, Math.min(fastest, actions[i]));
    },
    /** From the point of a row to its goal. */
    distance(row: number): number {
      return between(position[2 * row], position[2 * row + 1], goal[2 * row], goal[2 * row + 1]);
    },
  };
}

/** Faster than Math.hypot, which minds numbers that are too large to be squared. */
export function between(x: number, y: number, otherX: number, otherY: number): number {
  return Math.sqrt((x - otherX) ** 2 + (y - otherY) ** 2);
}

/** Where a point was at each observation of an episode, which begins with its place. */
export function trailOf({ steps, observations }: Episode): (readonly [x: number, y: number])[] {
  const width = observations.length / (steps + 1);
  return Array.from({ length: steps + 1 }, (_, i) => [observations[i * width], observations[i * width + 1]] as const);
}

/** A point's way to its goal. `around` is drawn about the point in each picture. */
export function planeScene(episode: Episode, frame: Pick<Scene, 'left' | 'right' | 'bottom' | 'top'>, goal: Shape, around: (step: number) => readonly Shape[] = () => []): Scene {
  const trail = trailOf(episode);
  const point = ([x, y]: readonly [number, number]): Shape => ({ kind: 'circle', x, y, radius: 0.015 * (frame.right - frame.left), tone: 'agent' });
  return { ...frame, still: [goal], frames: trail.map((at, step) => [...around(step), point(at)]), trail };
}

/** `goal (0.30, -0.20)`. */
export function titleOfGoal({ x, y }: Goal): string {
  return `goal (${x.toFixed(2)}, ${y.toFixed(2)})`;
}
