import type { NdArray } from '../graph/index.js';
import type { Target } from '../tasks/index.js';
import { nearestLevel, type RatingScale } from './ratings.js';

/** How ratings are told to a learner, as config.json has it. */
export type RatingTarget =
  /** As a number, in standard deviations from the mean of training. */
  | { readonly kind: 'values'; readonly mean: number; readonly deviation: number; readonly low: number; readonly high: number }
  /** As one of the levels of the scale. */
  | { readonly kind: 'levels'; readonly levels: readonly number[] }
  /** As taken, or not taken. */
  | { readonly kind: 'taken' };

/** What a learner must give. */
export function targetOf(target: RatingTarget): Target {
  if (target.kind === 'values') return { kind: 'values', outputs: 1, errors: 'absolute' };
  // Few items are taken of those that are there: to say of all that they are not is mostly right, and no order.
  return target.kind === 'levels' ? { kind: 'classes', ways: target.levels.length } : { kind: 'classes', ways: 2, errors: 'logarithmic' };
}

/** Ratings as a learner's y: (N, 1) values or (N) classes. Of 'taken', ratings above zero are taken. */
export function labelsOf(target: RatingTarget, ratings: ArrayLike<number>): NdArray {
  const list = Array.from(ratings);
  if (target.kind === 'values') return { data: Float32Array.from(list, (rating) => (rating - target.mean) / target.deviation), shape: [list.length, 1], dtype: 'float32' };
  const classOf = target.kind === 'taken' ? (rating: number) => Number(rating > 0) : (rating: number) => nearestLevel(target.levels, rating);
  return { data: Int32Array.from(list, classOf), shape: [list.length], dtype: 'int32' };
}

/** A learner's outputs as ratings within the scale: of classes, the expected level, or the probability of 'taken'. */
export function ratingsFrom(target: RatingTarget, { data, shape }: NdArray): Float32Array {
  const rows = shape[0];
  if (target.kind === 'values') {
    const { mean, deviation, low, high } = target;
    return Float32Array.from({ length: rows }, (_, row) => Math.min(high, Math.max(low, mean + deviation * data[row])));
  }
  const values = target.kind === 'taken' ? [0, 1] : target.levels;
  return Float32Array.from({ length: rows }, (_, row) => expected(values, data.subarray(row * values.length, (row + 1) * values.length)));
}

/** What a scale and the mean of training make of ratings as values. */
export function valuesTarget({ low, high }: RatingScale, { mean, deviation }: { readonly mean: number; readonly deviation: number }): RatingTarget {
  return { kind: 'values', mean, deviation, low, high };
}

function expected(values: readonly number[], logits: ArrayLike<number>): number {
  let most = -Infinity;
  for (let i = 0; i < logits.length; i++) most = Math.max(most, logits[i]);
  let [total, weighted] = [0, 0];
  for (let i = 0; i < logits.length; i++) {
    const weight = Math.exp(logits[i] - most);
    total += weight;
    weighted += weight * values[i];
  }
  return weighted / total;
}
