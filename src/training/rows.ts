import type { NdArray } from '../graph/index.js';

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
