import { zerosLike } from '../graph/ops/indexing.js';
import { lift, type TensorLike } from '../graph/primitives/leaves.js';
import { formatShape } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { leavesOf, unflatten } from '../graph/tree.js';
import { aliased, pullBack } from './vjp.js';

/**
 * A function that gives f's value and its gradient with respect to the first argument, a tree of float32 tensors.
 *
 * What f closes over is constant to this gradient; it is differentiated where an outer transformation asks for it.
 * @throws TypeError where f does not return a float32 scalar.
 */
export function valueAndGrad<X, R extends readonly unknown[]>(f: (x: X, ...rest: R) => TensorLike): (x: X, ...rest: R) => [value: Tensor, gradient: X] {
  return (x, ...rest) => {
    const inputs = aliased('grad', x);
    const value = lift(f(inputs, ...rest));
    if (value.rank !== 0 || value.dtype !== 'float32') {
      throw new TypeError(`grad needs a function that returns a float32 scalar, but it returned ${value.dtype}${formatShape(value.shape)}. Reduce it with sum or mean first.`);
    }
    const leaves = leavesOf<Tensor>(inputs);
    const gradients = pullBack([value], [lift(1)], leaves);
    return [value, unflatten(x, leaves.map((leaf, i) => gradients[i] ?? zerosLike(leaf)))];
  };
}

/** The gradient of f with respect to its first argument. */
export function grad<X, R extends readonly unknown[]>(f: (x: X, ...rest: R) => TensorLike): (x: X, ...rest: R) => X {
  return (x, ...rest) => valueAndGrad(f)(x, ...rest)[1];
}
