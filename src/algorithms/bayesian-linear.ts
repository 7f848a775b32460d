import { eye, inverse, matmul, maximum, mul, sub, sum, add, transpose, type Tensor } from '../graph/index.js';
import { plusDiagonal } from './ridge-head.js';

/**
 * What is believed of weights (D, K) of a linear model, in units in which before any row they are independent, of mean 0 and variance 1, and the noise has
 * variance 1: columns have the same covariance.
 */
export interface Belief {
  /** (D, K) */
  readonly mean: Tensor;
  /** (D, D) */
  readonly covariance: Tensor;
}

/**
 * The belief after a first set of rows z (N, D) with values y (N, K) (Harrison, Sharma and Pavone 2018, equation 4). Rows of zeros in both add nothing.
 *
 * Whichever of the systems is smaller is solved, that of rows or that of weights.
 */
export function believed(z: Tensor, y: Tensor): Belief {
  return z.shape[0] <= z.shape[1] ? believedByRows(z, y) : believedByWeights(z, y);
}

/** A system of N equations. */
export function believedByRows(z: Tensor, y: Tensor): Belief {
  const across = transpose(z);
  const gain = matmul(across, inverse(plusDiagonal(matmul(z, across), 1)));
  return { mean: matmul(gain, y), covariance: sub(eye(z.shape[1]), matmul(gain, z)) };
}

/** A system of D equations. */
export function believedByWeights(z: Tensor, y: Tensor): Belief {
  const across = transpose(z);
  const covariance = inverse(plusDiagonal(matmul(across, z), 1));
  return { mean: matmul(covariance, matmul(across, y)), covariance };
}

/**
 * A belief after N more rows, as if they had been there from the start (equations 14 and 15, of one row): a system of N equations, without the rows
 * that came before.
 */
export function believedFurther({ mean, covariance }: Belief, z: Tensor, y: Tensor): Belief {
  const spread = matmul(covariance, transpose(z));
  const gain = matmul(spread, inverse(plusDiagonal(matmul(z, spread), 1)));
  return { mean: add(mean, matmul(gain, sub(y, matmul(z, mean)))), covariance: sub(covariance, matmul(gain, transpose(spread))) };
}

/** How much more than the noise a prediction of each row z (N, D) varies, (N, 1): the variance of what the weights say of it. */
export function doubtOf({ covariance }: Belief, z: Tensor): Tensor {
  // Rounding leaves a little less than nothing where almost all is known.
  return maximum(sum(mul(matmul(z, covariance), z), 1, { keepDims: true }), 0);
}
