import { z } from 'zod';
import { sizeOf, type NdArray, type Shape } from '../../../graph/index.js';

/**
 * Nested lists of numbers as float32 (N, ...shape), N from 1 to `most`. It descends no deeper than the shape, whatever was sent.
 */
export function nested(shape: Shape, most: number): z.ZodType<NdArray> {
  const size = sizeOf(shape);
  return z.unknown().transform((value, context): NdArray => {
    const refuse = (path: readonly number[], message: string): never => {
      context.addIssue({ code: 'custom', path: [...path], message });
      throw new Refused();
    };
    try {
      if (!Array.isArray(value)) return refuse([], `expected a list of ${shape.length === 0 ? 'numbers' : `rows, each of the shape (${shape.join(', ')})`}, received ${kindOf(value)}`);
      if (value.length === 0 || value.length > most) return refuse([], `expected 1 to ${most} rows, received ${value.length}`);
      const data = new Float32Array(value.length * size);
      value.forEach((row, index) => write(row, 0, data, index * size, [index], refuse));
      return { data, shape: [value.length, ...shape], dtype: 'float32' };
    } catch (error) {
      if (error instanceof Refused) return z.NEVER;
      throw error;
    }
  });

  function write(value: unknown, axis: number, into: Float32Array, offset: number, path: readonly number[], refuse: (path: readonly number[], message: string) => never): void {
    if (axis === shape.length) {
      if (typeof value !== 'number') refuse(path, `expected a number, received ${kindOf(value)}`);
      into[offset] = value as number;
      // JSON has numbers that float32 has not.
      if (!Number.isFinite(into[offset])) refuse(path, `expected a number that float32 can hold, received ${value}`);
      return;
    }
    if (!Array.isArray(value)) return refuse(path, `expected a list of ${shape[axis]}, received ${kindOf(value)}`);
    if (value.length !== shape[axis]) refuse(path, `expected a list of ${shape[axis]}, received one of ${value.length}`);
    const stride = sizeOf(shape.slice(axis + 1));
    for (let i = 0; i < value.length; i++) write(value[i], axis + 1, into, offset + i * stride, [...path, i], refuse);
  }
}

class Refused extends Error {}

function kindOf(value: unknown): string {
  return value === undefined ? 'nothing' : value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
