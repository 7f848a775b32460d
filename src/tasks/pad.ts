import { allocate } from '../graph/dtype.js';
import type { NdArray } from '../graph/ndarray.js';
import { sizeOf } from '../graph/shape.js';
import type { HostExamples } from './task.js';

/**
 * Examples with rows of zeros appended up to `rows`, and with a `mask` of those that count, also where nothing had to be appended.
 * @throws RangeError where there are more than `rows`, or x, y and mask have not the same.
 */
export function padExamples({ x, y, mask }: HostExamples, rows: number): HostExamples {
  if (y.shape[0] !== x.shape[0] || (mask && mask.shape[0] !== x.shape[0])) {
    throw new RangeError(`Cannot pad examples of ${x.shape[0]} rows of x, ${y.shape[0]} of y${mask ? ` and ${mask.shape[0]} of mask` : ''}: they belong together, row by row.`);
  }
  return { x: padRows(x, rows), y: padRows(y, rows), mask: padRows(mask ?? onesThenZeros(x.shape[0]), rows) };
}

/** float32 (count), one for the first `present`: the `classes` of a task that has fewer than the head, a mask of rows with padding last. */
export function onesThenZeros(present: number, count = present): NdArray {
  return { data: new Float32Array(count).fill(1, 0, present), shape: [count], dtype: 'float32' };
}

function padRows(array: NdArray, rows: number): NdArray {
  const [own, ...row] = array.shape;
  if (own > rows) throw new RangeError(`Cannot pad ${own} rows to ${rows}.`);
  if (own === rows) return array;
  const data = allocate(array.dtype, rows * sizeOf(row));
  data.set(array.data as Float32Array);
  return { data, shape: [rows, ...row], dtype: array.dtype };
}
