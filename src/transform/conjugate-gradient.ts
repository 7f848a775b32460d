import { add, div, greater, leavesOf, mapTree, mul, sum, where, zerosLike, type Tensor } from '../graph/index.js';

/**
 * An approximate solution x of A x = b by conjugate gradients from zero (Hestenes and Stiefel 1952), where `apply` gives A x for a symmetric positive definite A.
 * Exact, but for rounding, after as many iterations as b has elements; often close after a few.
 *
 * @param b a tree of float32 tensors; x is one like it.
 */
export function conjugateGradient<X>(apply: (x: X) => X, b: X, iterations: number): X {
  let x = mapTree((leaf: Tensor) => zerosLike(leaf), b);
  let residual = b;
  let direction = b;
  let size = dot(b, b);
  for (let i = 0; i < iterations; i++) {
    const image = apply(direction);
    const length = quotient(size, dot(direction, image));
    x = along(x, direction, length);
    residual = along(residual, image, mul(length, -1));
    const next = dot(residual, residual);
    direction = along(residual, direction, quotient(next, size));
    size = next;
  }
  return x;
}

/** The sum of the products of all elements of two trees. */
function dot<X>(a: X, b: X): Tensor {
  const others = leavesOf<Tensor>(b);
  return leavesOf<Tensor>(a).map((leaf, i) => sum(mul(leaf, others[i]))).reduce((total, part) => add(total, part));
}

/** x + length d. */
function along<X>(x: X, d: X, length: Tensor): X {
  return mapTree((leaf: Tensor, step) => add(leaf, mul(step, length)), x, d);
}

/** a / b, and zero where b is: what is solved already stays so. */
function quotient(a: Tensor, b: Tensor): Tensor {
  const solved = greater(b, 0);
  return where(solved, div(a, where(solved, b, 1)), 0);
}
