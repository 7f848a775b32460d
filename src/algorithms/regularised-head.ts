import { add, concat, exp, mul, ndarray, reshape, slice, type Tensor } from '../graph/index.js';
import type { Algorithm } from './algorithm.js';
import type { ReaderOptions } from './amortised.js';
import { linearHead, type LinearPhi, type LinearTheta } from './linear-head.js';

export interface Regularisation {
  /** What the learned weight lambda of the squared norm of the weights starts at. Default 1. */
  readonly lambda?: number;
  /** What the learned factor alpha of the outputs starts at. */
  readonly scale?: number;
}

/** Scalars that are meta-trained. Positive ones are learned by their logarithm, so that any value of it is allowed. */
export type RegularisedSolver = {
  /** The logarithm of lambda. */
  readonly logLambda: Tensor;
  /** The logarithm of alpha. */
  readonly logScale: Tensor;
  /** beta, added to all outputs. */
  readonly bias: Tensor;
};

/**
 * A linear head of weights W that a regularised problem has for its solution; outputs are alpha (x, 1) W + beta, with lambda of the problem, alpha and beta
 * meta-trained (Bertinetto et al. 2019, equation 8 and section 3.2).
 *
 * @param fit the weights (D + 1, K) for rows x (N, D + 1), whose last column is that of the bias, and targets y (N, K).
 * @throws RangeError where `lambda` or `scale` is no positive number.
 */
export function regularisedHead<E>(
  name: string,
  settings: Algorithm['settings'],
  options: ReaderOptions<E> & Required<Regularisation>,
  fit: (x: Tensor, y: Tensor, lambda: Tensor) => Tensor,
): Algorithm<LinearTheta<E, RegularisedSolver>, LinearPhi<E, RegularisedSolver>> {
  const start = { logLambda: ndarray(logOf('lambda', options.lambda)), logScale: ndarray(logOf('scale', options.scale)), bias: ndarray(0) };
  return linearHead<E, RegularisedSolver>(name, settings, options, {
    start,
    fit({ logLambda, logScale, bias }, { features, targets, counts }) {
      const weights = mul(fit(concat([features, counts], 1), targets, exp(logLambda)), exp(logScale));
      const [inputs, outputs] = [features.shape[1], targets.shape[1]];
      const offset = slice(weights, [[inputs, null]]);
      return { weight: slice(weights, [[0, inputs]]), bias: add(reshape(offset, [outputs]), bias) };
    },
  });
}

/** The logarithm of an option that must be positive. */
export function logOf(option: string, value: number): number {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${option} must be a positive number, got ${value}.`);
  return Math.log(value);
}
