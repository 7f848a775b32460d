import { add, div, expandDims, matmul, maximum, mul, sigmoid, sqrt, solve, squeeze, sub, transpose, zeros, type Tensor } from '../graph/index.js';
import type { NoParams } from '../nn/index.js';
import { requireCount } from '../nn/require-count.js';
import type { Algorithm } from './algorithm.js';
import type { InputsOf, ReaderOptions } from './amortised.js';
import type { LinearPhi, LinearTheta } from './linear-head.js';
import { regularisedHead, type Regularisation, type RegularisedSolver } from './regularised-head.js';
import { plusDiagonal } from './ridge-head.js';
import { unroll } from './unroll.js';

export type LogisticHeadOptions<E> = InputsOf<E> &
  Pick<ReaderOptions<E>, 'queryStatistics'> &
  Regularisation & {
    /** Classes that a task may have at most. */
    readonly ways: number;
    /** Newton steps, a whole number of at least 1. Default 5. */
    readonly newtonSteps?: number;
  };

/**
 * Logistic regression on the features of an encoder by Newton's method, differentiated through its steps: LR-D2 (Bertinetto et al. 2019, section 3.3). Each class
 * is told from all the rest, so that a step is one system of N (or D) equations for each class; the steps of a softmax over W classes would
 * be systems of N W.
 *
 * @throws RangeError where `ways`, `newtonSteps`, `lambda` or `scale` makes no sense.
 */
export function logisticHead<E = NoParams>(options: LogisticHeadOptions<E>): Algorithm<LinearTheta<E, RegularisedSolver>, LinearPhi<E, RegularisedSolver>> {
  const { newtonSteps = 5, lambda = 1, scale = 1 } = options;
  requireCount({ newtonSteps });
  return regularisedHead('logistic head', { newtonSteps }, { ...(options as ReaderOptions<E>), lambda, scale }, (x, y, weight) => logistic(x, y, weight, newtonSteps));
}

/**
 * For each column of y (N, K) of zeros and ones, `steps` Newton steps from zero towards the argmin over w of the sum of the rows' negative log probabilities under
 * sigmoid(x w), plus lambda / 2 |w|^2: weights (D, K) for x (N, D).
 */
export function logistic(x: Tensor, y: Tensor, lambda: Tensor, steps: number): Tensor {
  return x.shape[0] <= x.shape[1] ? logisticByRows(x, y, lambda, steps) : logisticByColumns(x, y, lambda, steps);
}

/** Of weights x^T a, in the coefficients a: systems of N equations. */
export function logisticByRows(x: Tensor, y: Tensor, lambda: Tensor, steps: number): Tensor {
  const kernel = matmul(x, transpose(x));
  const coefficients = unroll(
    (a) => {
      const { excess, curvature } = slopes(matmul(a, kernel), y);
      // (lambda + S K)^-1 r = S^1/2 (lambda + S^1/2 K S^1/2)^-1 S^-1/2 r, whose matrix is symmetric.
      const root = sqrt(curvature);
      const system = plusDiagonal(mul(mul(expandDims(root, 2), kernel), expandDims(root, 1)), lambda);
      const residual = add(mul(a, lambda), excess);
      return sub(a, mul(root, solveEach(system, div(residual, root))));
    },
    zeros([y.shape[1], x.shape[0]]),
    steps,
  ).at(-1)!;
  return matmul(transpose(x), transpose(coefficients));
}

/** In the weights themselves: systems of D equations. */
export function logisticByColumns(x: Tensor, y: Tensor, lambda: Tensor, steps: number): Tensor {
  const xT = transpose(x);
  const weights = unroll(
    (w) => {
      const { excess, curvature } = slopes(matmul(w, xT), y);
      const hessian = plusDiagonal(matmul(mul(xT, expandDims(curvature, 1)), x), lambda);
      return sub(w, solveEach(hessian, add(mul(w, lambda), matmul(excess, x))));
    },
    zeros([y.shape[1], x.shape[1]]),
    steps,
  ).at(-1)!;
  return transpose(weights);
}

/** A root of less has no derivative in float32; the steps go on where the true curvature is smaller, and end at the same solution. */
const leastCurvature = 1e-6;

/** First and second derivatives of the negative log likelihood by the logits (K, N) of targets y (N, K). */
function slopes(logits: Tensor, y: Tensor): { excess: Tensor; curvature: Tensor } {
  const probability = sigmoid(logits);
  return { excess: sub(probability, transpose(y)), curvature: maximum(mul(probability, sub(1, probability)), leastCurvature) };
}

/** a^-1 b of each pair of matrices a (K, N, N) and vectors b (K, N). */
function solveEach(a: Tensor, b: Tensor): Tensor {
  return squeeze(solve(a, expandDims(b, 2)), 2);
}
