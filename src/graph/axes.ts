import { ShapeError } from './errors.js';
import type { Signature } from './primitive.js';

/** An axis as a number from 0; negative ones count from the end. Throws a ShapeError where there is no such axis. */
export function axisOf(operation: string, x: Signature, axis: number, rank = x.shape.length): number {
  const found = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || found < 0 || found >= rank) throw new ShapeError(operation, [x], rank === 0 ? 'a scalar has no axes.' : `there is no axis ${axis}; axes go from ${-rank} to ${rank - 1}.`);
  return found;
}

/** Axes in rising order without repeats; all of them where none are named. */
export function axesOf(operation: string, x: Signature, axes?: number | readonly number[]): number[] {
  if (axes === undefined) return x.shape.map((_, axis) => axis);
  const found = (typeof axes === 'number' ? [axes] : axes).map((axis) => axisOf(operation, x, axis));
  const unique = [...new Set(found)].sort((a, b) => a - b);
  if (unique.length < found.length) throw new ShapeError(operation, [x], `the axes ${JSON.stringify(axes)} name one axis twice.`);
  return unique;
}
