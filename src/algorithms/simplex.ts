import { cast, div, expandDims, greaterEqual, max, mul, relu, sub, sum, type Tensor } from '../graph/index.js';

/**
 * The nearest point to each row of v (..., K) among those with no negative entry and the sum `size`, which broadcasts against (..., 1):
 * max(v - t, 0) for the t that gives that sum.
 *
 * t is the largest of (the sum of the entries of at least v_j, minus size) / their number, over all j: no t of a set of entries is larger than the true one,
 * whose own set is among these. That is all pairs of entries in place of sorting them.
 */
export function projectOntoSimplex(v: Tensor, size: Tensor): Tensor {
  const others = expandDims(v, -2);
  const atLeast = cast(greaterEqual(others, expandDims(v, -1)), 'float32');
  const thresholds = div(sub(sum(mul(atLeast, others), -1), size), sum(atLeast, -1));
  return relu(sub(v, max(thresholds, -1, { keepDims: true })));
}
