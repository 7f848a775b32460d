import { allocateWide } from '../dtype.js';
import { requireShape, ShapeError } from '../errors.js';
import type { NdArray } from '../ndarray.js';
import type { Primitive } from '../primitive.js';
import { sizeOf, type Shape } from '../shape.js';
import { apply, type Tensor } from '../tensor.js';
import { foldIn, normal, uniform, type Key } from '../../random/index.js';
import { less } from './arithmetic.js';
import { lift, type TensorLike } from './leaves.js';

interface Draw { readonly distribution: 'uniform' | 'normal'; readonly shape: Shape }

function keysOf(keys: NdArray): Key[] {
  return Array.from({ length: keys.data.length / 2 }, (_, i) => ({ data: Int32Array.of(keys.data[2 * i], keys.data[2 * i + 1]), shape: [2], dtype: 'int32' }));
}

function checkKey(operation: string, key: { shape: Shape; dtype: string }): void {
  if (key.dtype !== 'int32' || key.shape[key.shape.length - 1] !== 2) throw new ShapeError(operation, [key as Tensor], 'a key is int32 with a last axis of length 2; make one with key(seed).');
}

/** Draws belong to keys: equal keys give equal draws, so sharing equal nodes is right. The host fills them in. */
export const drawPrimitive: Primitive<Draw> = {
  name: 'random',
  infer([key], { shape }) {
    checkKey('random', key);
    requireShape('random', key, shape);
    return { shape: [...key.shape.slice(0, -1), ...shape], dtype: 'float32' };
  },
  vjp: () => [null],
  batch: ([key], _, node) => apply(drawPrimitive, [key], node.attributes),
  evaluate([keys], node) {
    const { distribution, shape } = node.attributes;
    const each = sizeOf(shape);
    const data = allocateWide('float32', sizeOf(node.shape));
    keysOf(keys).forEach((key, i) => data.set((distribution === 'uniform' ? uniform : normal)(key, shape).data, i * each));
    return { data, shape: node.shape, dtype: 'float32' };
  },
};

export const foldInPrimitive: Primitive<{ index: number }> = {
  name: 'foldIn',
  infer([key]) {
    checkKey('foldIn', key);
    return key;
  },
  vjp: () => [null],
  batch: ([key], _, node) => apply(foldInPrimitive, [key], node.attributes),
  evaluate([keys], node) {
    const data = new Int32Array(keys.data.length);
    keysOf(keys).forEach((key, i) => data.set(foldIn(key, node.attributes.index).data, 2 * i));
    return { data, shape: keys.shape, dtype: 'int32' };
  },
};

/** float32 draws of the given shape, uniform in [0, 1), one set for each key. */
export function randomUniform(key: TensorLike, shape: Shape): Tensor { return apply(drawPrimitive, [lift(key)], { distribution: 'uniform', shape: [...shape] }); }

/** float32 draws of the standard normal distribution. */
export function randomNormal(key: TensorLike, shape: Shape): Tensor { return apply(drawPrimitive, [lift(key)], { distribution: 'normal', shape: [...shape] }); }

/** bool draws, true with the given probability. */
export function randomBernoulli(key: TensorLike, probability: TensorLike, shape: Shape): Tensor { return less(randomUniform(key, shape), probability); }

/** The key for the case numbered `index`. */
export function foldInKey(key: TensorLike, index: number): Tensor { return apply(foldInPrimitive, [lift(key)], { index }); }

/** `count` keys that are independent of each other and of their parent. @throws RangeError where `count` is no whole number of at least 0. */
export function splitKey(key: TensorLike, count = 2): Tensor[] {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`splitKey makes a whole number of keys, got ${count}.`);
  const parent = foldInKey(key, 0x73706c);
  return Array.from({ length: count }, (_, index) => foldInKey(parent, index));
}
