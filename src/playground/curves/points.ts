import { foldIn, generatorOf, key, uniformOf } from '../../random/index.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const xRange = [-5, 5] as const;
export const yRange = [-6, 6] as const;

/** As many as the programs have rows for. */
export const mostPoints = 16;

/** Where curves are drawn, and whole-curve errors are taken. */
export const grid: readonly number[] = Array.from({ length: 101 }, (_, i) => -5 + i / 10);

/** A sine wave with a few of its points. */
export interface Example {
  readonly points: readonly Point[];
  /** Its values on the grid. */
  readonly truth: readonly number[];
}

/** The sine wave with this number: of the family that is learned, but of an amplitude above 1.5, for something to be seen. */
export function exampleOf(number: number): Example {
  const generator = generatorOf(foldIn(key(6), number));
  const draw = (low: number, high: number) => low + (high - low) * uniformOf(generator);
  const [amplitude, phase] = [draw(1.5, 5), draw(0, Math.PI)];
  const wave = (x: number) => amplitude * Math.sin(x - phase);
  // One point in each fifth, so that no large part is left to guessing.
  const points = Array.from({ length: 5 }, (_, i) => -5 + 2 * i + draw(0.2, 1.8)).map((x) => ({ x, y: wave(x) }));
  return { points, truth: grid.map(wave) };
}

/** The mean square of the differences; not a number where there are none. */
export function meanSquare(predicted: ArrayLike<number>, wanted: readonly number[]): number {
  return wanted.reduce((total, value, i) => total + (predicted[i] - value) ** 2, 0) / wanted.length;
}

/** An error for people, also where steps were so large that it left the numbers. */
export function formatError(error: number): string {
  if (!Number.isFinite(error)) return 'no number';
  return error >= 1000 ? error.toExponential(1) : error.toFixed(2);
}
