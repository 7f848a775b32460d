import type { NdArray } from '../../graph/index.js';
import { padExamples, type HostExamples } from '../../tasks/index.js';
import { labelsOf, type RatingTarget } from '../targets.js';
import type { Features } from './features.js';

/** Rows that programs are compiled for; fewer examples are padded, so that few programs serve all users. */
const sizes = [8, 32, 128, 512];
/** A user is adapted to at most this many ratings, the latest, and what stands beside them. */
export const mostRows = sizes[sizes.length - 1];

/** The rows of a program for so many examples; beyond the sizes their doubles. */
export function paddedRows(count: number): number {
  return sizes.find((size) => size >= count) ?? mostRows * 2 ** Math.ceil(Math.log2(count / mostRows));
}

/** Features of items with those of a user (1, U) behind them, float32 (count, D + U), then rows of zeros up to `rows`. */
export function featureRows({ items: { data: own, shape }, userWidth }: Features, user: NdArray, items: ArrayLike<number>, rows: number): NdArray {
  const width = shape[1] + userWidth;
  const data = new Float32Array(rows * width);
  for (let row = 0; row < items.length; row++) {
    data.set(own.subarray(items[row] * shape[1], (items[row] + 1) * shape[1]) as Float32Array, row * width);
    if (userWidth > 0) data.set(user.data as Float32Array, row * width + shape[1]);
  }
  return { data, shape: [rows, width], dtype: 'float32' };
}

/** The support set of rows x (N, D + U), of which the first have these ratings and the others are padding. */
export function supportOf(target: RatingTarget, x: NdArray, ratings: readonly number[]): HostExamples {
  const y = labelsOf(target, ratings);
  // The rows of x are padded already.
  const padded = padExamples({ x: y, y }, x.shape[0]);
  return { ...padded, x };
}
