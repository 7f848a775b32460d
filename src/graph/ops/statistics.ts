import { axesOf, axisOf } from '../axes.js';
import { ShapeError } from '../errors.js';
import { add, div, equal, maximum, minimum, mul, neg, sub } from '../primitives/arithmetic.js';
import { exp, log } from '../primitives/functions.js';
import { stopGradientOf } from '../primitives/identity.js';
import { lift, type TensorLike } from '../primitives/leaves.js';
import { reshape } from '../primitives/layout.js';
import { max, peak, sum, type ReduceOptions } from '../primitives/reduce.js';
import { where } from '../primitives/select.js';
import type { Tensor } from '../tensor.js';
import { abs } from '../primitives/functions.js';

/** The mean over the named axes, by default all. */
export function mean(x: TensorLike, axes?: number | readonly number[], options?: ReduceOptions): Tensor {
  const value = lift(x);
  if (value.dtype !== 'float32') throw new ShapeError('mean', [value], 'it takes float32; convert with cast(x, "float32").');
  const count = axesOf('mean', value, axes).reduce((product, axis) => product * value.shape[axis], 1);
  return mul(sum(value, axes, options), 1 / count);
}

/** The smallest over the named axes, by default all. */
export function min(x: TensorLike, axes?: number | readonly number[], options?: ReduceOptions): Tensor {
  return neg(max(neg(x), axes, options));
}

/** log(sum(exp(x))) without overflow. */
export function logsumexp(x: TensorLike, axes?: number | readonly number[], options?: ReduceOptions): Tensor {
  const value = lift(x);
  const highest = stopGradientOf(peak(value, axes));
  // Where all are -inf the difference would be NaN.
  const shift = where(equal(abs(highest), Infinity), 0, highest);
  const result = add(log(sum(exp(sub(value, shift)), axes, { keepDims: true })), shift);
  return options?.keepDims ? result : reshape(result, sum(value, axes).shape);
}

/** Probabilities along an axis, by default the last. */
export function softmax(x: TensorLike, axis = -1): Tensor {
  const value = lift(x);
  const at = axisOf('softmax', value, axis);
  const weights = exp(sub(value, stopGradientOf(peak(value, at))));
  return div(weights, sum(weights, at, { keepDims: true }));
}

/** Logarithms of the probabilities along an axis, by default the last. */
export function logSoftmax(x: TensorLike, axis = -1): Tensor {
  const value = lift(x);
  const at = axisOf('logSoftmax', value, axis);
  const shifted = sub(value, stopGradientOf(peak(value, at)));
  return sub(shifted, log(sum(exp(shifted), at, { keepDims: true })));
}

/** x held between two bounds; outside of them the derivative is zero. */
export function clip(x: TensorLike, low: TensorLike, high: TensorLike): Tensor {
  return minimum(maximum(x, low), high);
}
