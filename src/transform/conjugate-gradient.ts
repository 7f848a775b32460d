import { add, div, greater, leavesOf, mapTree, mul, sum, where, zerosLike, type Tensor } from '../graph/index.js';
import { leavesLike } from '../graph/tree.js';

/**
 * An approximate solution x of A x = b by conjugate gradients from zero (Hestenes and Stiefel 1952), where `apply` gives A x for a symmetric positive definite A.
 * Exact, but for rounding, after as many iterations as b has elements; often close after a few.
 *
 * Of an A that is not positive definite it stays with what it has at the first direction d of which d A d is not positive, as Newton's method by conjugate gradients does
 * (Steihaug 1983); where that is b itself, with b, as if A were the unit matrix.
 *
 * @param b a tree of float32 tensors; x is one like it.
 * @param iterations a whole number of at least 1.
 * @throws RangeError where `iterations` is not.
 */
export function conjugateGradient<X>(apply: (x: X) => X, b: X, iterations: number): X {
  if (!Number.isInteger(iterations) || iterations < 1) throw new RangeError(`The iterations of conjugate gradients must be a whole number of at least 1, got ${iterations}.`);
  let x = mapTree((leaf: Tensor) => zerosLike(leaf), b);
  let residual = b;
  let direction = b;
  // The squared length of the residual; zero once there is nothing left to do.
  let size = dot(b, b);
  for (let i = 0; i < iterations; i++) {
    const image = apply(direction);
    const curvature = dot(direction, image);
    const upward = greater(curvature, 0);
    size = where(upward, size, 0);
    const length = quotient(size, curvature);
    x = along(x, direction, i === 0 ? where(upward, length, 1) : length);
    residual = along(residual, image, mul(length, -1));
    const next = where(greater(size, 0), dot(residual, residual), 0);
    direction = along(residual, direction, quotient(next, size));
    size = next;
  }
  return x;
}

/** The sum of the products of all elements of two trees. */
function dot<X>(a: X, b: X): Tensor {
  const others = leavesLike<Tensor>(a, b, { operation: 'conjugateGradient', like: 'one tree', tree: 'another' });
  return leavesOf<Tensor>(a).map((leaf, i) => sum(mul(leaf, others[i]))).reduce((total, part) => add(total, part));
}

/** x + length d. */
function along<X>(x: X, d: X, length: Tensor): X {
  return mapTree((leaf: Tensor, step) => add(leaf, mul(step, length)), x, d);
}

/** a / b, and zero where b is not positive. */
function quotient(a: Tensor, b: Tensor): Tensor {
  const positive = greater(b, 0);
  return where(positive, div(a, where(positive, b, 1)), 0);
}
