import { add, eye, matmul, mul, solve, transpose, type Tensor } from '../graph/index.js';
import type { NoParams } from '../nn/index.js';
import type { Algorithm } from './algorithm.js';
import type { ReaderOptions } from './amortised.js';
import type { LinearPhi, LinearTheta } from './linear-head.js';
import { regularisedHead, type Regularisation, type RegularisedSolver } from './regularised-head.js';

export type R2d2Options<E> = ReaderOptions<E> & Regularisation;

/**
 * Ridge regression on the features of an encoder, differentiated in closed form: R2-D2 (Bertinetto, Henriques, Torr and Vedaldi 2019, "Meta-learning with
 * differentiable closed-form solvers", equations 6 to 8). Classes are regressed as one-hot targets, values as they are.
 *
 * Whichever of the systems is smaller is solved, that of rows or that of features.
 * @throws RangeError where `ways`, `outputs`, `lambda` or `scale` makes no sense.
 */
export function r2d2<E = NoParams>(options: R2d2Options<E>): Algorithm<LinearTheta<E, RegularisedSolver>, LinearPhi<E, RegularisedSolver>> {
  const { lambda = 1, scale = options.ways === undefined ? 1 : 10 } = options;
  return regularisedHead('r2d2', {}, { ...options, lambda, scale }, ridge);
}

/** argmin over W of |x W - y|^2 + lambda |W|^2, for x (N, D) and y (N, K): weights (D, K). */
export function ridge(x: Tensor, y: Tensor, lambda: Tensor): Tensor {
  return x.shape[0] <= x.shape[1] ? ridgeByRows(x, y, lambda) : ridgeByColumns(x, y, lambda);
}

/** x^T (x x^T + lambda I)^-1 y: a system of N equations. */
export function ridgeByRows(x: Tensor, y: Tensor, lambda: Tensor): Tensor {
  const xT = transpose(x);
  return matmul(xT, solve(plusDiagonal(matmul(x, xT), lambda), y));
}

/** (x^T x + lambda I)^-1 x^T y: a system of D equations. */
export function ridgeByColumns(x: Tensor, y: Tensor, lambda: Tensor): Tensor {
  const xT = transpose(x);
  return solve(plusDiagonal(matmul(xT, x), lambda), matmul(xT, y));
}

/** a + lambda I, of square matrices (..., N, N). */
export function plusDiagonal(a: Tensor, lambda: Tensor | number): Tensor {
  return add(a, mul(eye(a.shape[a.rank - 1]), lambda));
}
