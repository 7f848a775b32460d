import { between } from './plane.js';

/** A disc that is at `x`, `y` at first and goes `vx`, `vy` in a step, to and fro between the sides of [-0.5, 0.5]^2. */
export type Disc = { readonly x: number; readonly y: number; readonly vx: number; readonly vy: number };

/** Discs keep to it. */
const side = 0.5;

/** Where a coordinate is after `steps` steps. */
export function coordinate(start: number, speed: number, steps: number): number {
  return side - Math.abs(phase(start, speed, steps) - 2 * side);
}

/** Its speed then. */
export function velocity(start: number, speed: number, steps: number): number {
  return phase(start, speed, steps) < 2 * side ? speed : -speed;
}

/** How far it is on its way there and back again, from 0 to 4 `side`: the first half goes up. */
function phase(start: number, speed: number, steps: number): number {
  const way = start + side + speed * steps;
  return way - 4 * side * Math.floor(way / (4 * side));
}

/**
 * Draws `count` discs of `radius`, each with a velocity of `speed` in some direction, and at first away from the origin by at least the double of its radius.
 * @param draw gives draws, uniform in [0, 1).
 */
export function drawDiscs(draw: () => number, count: number, radius: number, speed: number): Disc[] {
  const somewhere = (): number => side * (2 * draw() - 1);
  return Array.from({ length: count }, () => {
    let [x, y] = [somewhere(), somewhere()];
    while (between(x, y, 0, 0) < 2 * radius) [x, y] = [somewhere(), somewhere()];
    const direction = 2 * Math.PI * draw();
    return { x, y, vx: speed * Math.cos(direction), vy: speed * Math.sin(direction) };
  });
}

/** The discs of all rows, each row in its own step: (rows, discs, 4) in place of objects, for speed. */
export function discsOf(rows: readonly (readonly Disc[])[]) {
  const count = rows[0]?.length ?? 0;
  const starts = Float64Array.from(rows.flat().flatMap(({ x, y, vx, vy }) => [x, y, vx, vy]));
  const now = starts.slice();
  return {
    count,
    /** Where each disc is, and its velocity: x, y, vx, vy. */
    now,
    /** Puts the discs of a row where they are after `steps` steps. */
    place(row: number, steps: number): void {
      for (let at = 4 * count * row; at < 4 * count * (row + 1); at += 4) {
        for (let axis = at; axis < at + 2; axis++) {
          now[axis] = coordinate(starts[axis], starts[axis + 2], steps);
          now[axis + 2] = velocity(starts[axis], starts[axis + 2], steps);
        }
      }
    },
  };
}
