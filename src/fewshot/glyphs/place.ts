import type { Path } from './character.js';

/** How a character stands on the paper. */
export interface Placement {
  /** Radians, clockwise where y points down. */
  readonly turn: number;
  /** How far it leans to the right, as a share of its height. */
  readonly slant: number;
  /** Width and height of the square that it was meant for. */
  readonly wide: number;
  readonly tall: number;
  /** Where its middle is. */
  readonly left: number;
  readonly top: number;
}

/** Moves the points of a path to where the character stands. */
export function place(path: Path, { turn, slant, wide, tall, left, top }: Placement): void {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  for (const line of path) {
    for (let i = 0; i < line.length; i += 2) {
      const x = wide * (line[i] - slant * line[i + 1]);
      const y = tall * line[i + 1];
      line[i] = left + cos * x - sin * y;
      line[i + 1] = top + sin * x + cos * y;
    }
  }
}
