import { formatShape, sameShape, type HostOf, type NdArray } from '../graph/index.js';
import type { Examples } from '../tasks/index.js';

/** The array with its first axis lengthened to a power of two: the last row again. An array without rows stays. */
export function padRows(array: NdArray): NdArray {
  const rows = array.shape[0];
  const padded = 2 ** Math.ceil(Math.log2(Math.max(rows, 1)));
  if (padded === rows || rows === 0) return array;
  const size = array.data.length / rows;
  const data = new (array.data.constructor as Float32ArrayConstructor)(padded * size);
  data.set(array.data);
  for (let row = rows; row < padded; row++) data.copyWithin(row * size, (rows - 1) * size, rows * size);
  return { data, shape: [padded, ...array.shape.slice(1)], dtype: array.dtype };
}

/** The first rows of an array. */
export function takeRows(array: NdArray, rows: number): NdArray {
  if (array.shape[0] === rows) return array;
  const size = array.data.length / array.shape[0];
  return { data: array.data.slice(0, rows * size), shape: [rows, ...array.shape.slice(1)], dtype: array.dtype };
}

/** Some rows of an array, in the order of their numbers. */
export function rowsAt({ data, shape, dtype }: NdArray, rows: readonly number[]): NdArray {
  const size = data.length / shape[0];
  const kept = new (data.constructor as Float32ArrayConstructor)(rows.length * size);
  rows.forEach((row, i) => kept.set(data.subarray(row * size, (row + 1) * size) as Float32Array, i * size));
  return { data: kept, shape: [rows.length, ...shape.slice(1)], dtype };
}

/** The rows of two sets as one. @throws RangeError where their inputs or answers differ in shape or dtype. */
export function concatenated(first: HostOf<Examples>, second: HostOf<Examples>): HostOf<Examples> {
  const ones = (rows: number): NdArray => ({ data: new Float32Array(rows).fill(1), shape: [rows], dtype: 'float32' });
  const mask = first.mask || second.mask ? { mask: joined('mask', first.mask ?? ones(first.x.shape[0]), second.mask ?? ones(second.x.shape[0])) } : {};
  return { x: joined('x', first.x, second.x), y: joined('y', first.y, second.y), ...mask };
}

function joined(name: string, first: NdArray, second: NdArray): NdArray {
  if (first.dtype !== second.dtype || !sameShape(first.shape.slice(1), second.shape.slice(1))) {
    throw new RangeError(`The ${name} of the added examples is ${second.dtype}${formatShape(second.shape)}, and that of the known ones ${first.dtype}${formatShape(first.shape)}: they must differ in rows only.`);
  }
  const data = new (first.data.constructor as Float32ArrayConstructor)(first.data.length + second.data.length);
  data.set(first.data);
  data.set(second.data, first.data.length);
  return { data, shape: [first.shape[0] + second.shape[0], ...first.shape.slice(1)], dtype: first.dtype };
}
