import { abs, add, div, log, mul, softplus, split, square, sub, sum, type Tensor } from '../graph/index.js';
import { meanOfRows } from '../nn/index.js';

/** Independent normal distributions of values (N, D): their means and standard deviations. */
export interface Gaussian {
  readonly mean: Tensor;
  readonly deviation: Tensor;
}

/** The least standard deviation of a prediction, as in the code of the papers: without one, a likelihood has no upper bound. */
const least = 0.1;

/** A network's outputs (N, 2D) as distributions: means as they are, deviations 0.1 + 0.9 softplus. */
export function gaussianOf(outputs: Tensor): Gaussian {
  const [mean, raw] = split(outputs, 2, -1);
  return { mean, deviation: add(least, mul(1 - least, softplus(raw))) };
}

/** The mean over the rows that count of -log p(y), y (N, D): of a row, the sum over its values. */
export function negativeLogLikelihood({ mean, deviation }: Gaussian, y: Tensor, mask?: Tensor): Tensor {
  const squared = square(div(sub(y, mean), deviation));
  return meanOfRows(sum(add(mul(squared, 0.5), add(log(deviation), 0.5 * Math.log(2 * Math.PI))), -1), mask);
}

/** How unlikely values are by what is predicted of them: the mean over the rows that count, a scalar. */
export type Likelihood = (predicted: Gaussian, y: Tensor, mask?: Tensor) => Tensor;

/**
 * The mean over the rows that count of -log p(y), y (N, D), where errors have a Laplace distribution of these means and standard deviations: absolute errors count and not their squares, so that
 * predictions are medians, and few large errors move them little.
 */
export const laplaceNegativeLogLikelihood: Likelihood = ({ mean, deviation }, y, mask) => {
  const scale = mul(deviation, Math.SQRT1_2);
  return meanOfRows(sum(add(div(abs(sub(y, mean)), scale), add(log(scale), Math.LN2)), -1), mask);
};

/** KL(p || q) of two distributions of one vector (D), a scalar. */
export function divergence(p: Gaussian, q: Gaussian): Tensor {
  const ratio = square(div(p.deviation, q.deviation));
  const shift = square(div(sub(p.mean, q.mean), q.deviation));
  return mul(0.5, sum(sub(add(ratio, shift), add(log(ratio), 1))));
}
