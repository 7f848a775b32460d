import { z } from 'zod';
import { sizeOf, type NdArray, type Shape } from '../../../graph/index.js';

/** Nested lists of numbers as float32 (N, ...shape), N from 1 to `most`. It descends no deeper than the shape, whatever was sent. */
export function nested(shape: Shape, most: number): z.ZodType<NdArray> {
  return z.unknown().transform((value, context): NdArray => {
    try {
      return arrayOf(value, shape, most);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      context.addIssue({ code: 'custom', path: error.path, message: error.message });
      return z.NEVER;
    }
  });
}

function arrayOf(value: unknown, shape: Shape, most: number): NdArray {
  const expected = shape.length === 0 ? 'a list of numbers' : `a list of rows, each of the shape (${shape.join(', ')})`;
  if (!Array.isArray(value)) throw new Misfit(`expected ${expected}, received ${kindOf(value)}`);
  if (value.length === 0 || value.length > most) throw new Misfit(`expected 1 to ${most} rows, received ${value.length}`);
  const data = new Float32Array(value.length * sizeOf(shape));
  fill(value, [value.length, ...shape], 0, data, 0);
  return { data, shape: [value.length, ...shape], dtype: 'float32' };
}

/** Writes a nested list from `offset` on; gives where the next begins. */
function fill(value: unknown, shape: Shape, axis: number, into: Float32Array, offset: number): number {
  if (axis === shape.length) {
    if (typeof value !== 'number') throw new Misfit(`expected a number, received ${kindOf(value)}`);
    into[offset] = value;
    // JSON has numbers that float32 has not.
    if (!Number.isFinite(into[offset])) throw new Misfit(`expected a number that float32 can hold, received ${value}`);
    return offset + 1;
  }
  if (!Array.isArray(value)) throw new Misfit(`expected a list of ${shape[axis]}, received ${kindOf(value)}`);
  if (value.length !== shape[axis]) throw new Misfit(`expected a list of ${shape[axis]}, received one of ${value.length}`);
  let [at, index] = [offset, 0];
  try {
    for (; index < value.length; index++) at = fill(value[index], shape, axis + 1, into, at);
  } catch (error) {
    if (error instanceof Misfit) error.path.unshift(index);
    throw error;
  }
  return at;
}

class Misfit extends Error {
  /** Where in the list it is, from the outside in. */
  readonly path: number[] = [];
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
