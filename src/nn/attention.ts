import { add, concat, greater, matmul, mul, softmax, split, sum, swapAxes, where, type Tensor } from '../graph/index.js';

/** What may be attended to: keys (..., S, D), each with a value (..., S, E). */
export interface Memory {
  readonly keys: Tensor;
  readonly values: Tensor;
}

export interface AttendOptions {
  /** One where attention may go and zero where not, of a shape that broadcasts to (..., Q, S). Default: everywhere. */
  readonly mask?: Tensor;
  /** A key (..., Q, D) and value (..., Q, E) of each query's own, beside those that all share. */
  readonly own?: Memory;
}

/** As in losses: a finite stand-in for minus infinity, whose softmax is exactly zero. */
const nowhere = -1e9;

/**
 * Scaled dot-product attention (Vaswani et al. 2017, equation 1) of queries (..., Q, D): softmax(Q K^T / sqrt(D)) V, (..., Q, E).
 * A query that may attend to nothing gets zeros.
 */
export function attend(queries: Tensor, { keys, values }: Memory, { mask, own }: AttendOptions = {}): Tensor {
  const scaled = mul(queries, 1 / Math.sqrt(queries.shape[queries.rank - 1]));
  const scores = matmul(scaled, swapAxes(keys, -1, -2));
  const allowed = mask ? where(greater(mask, 0), scores, nowhere) : scores;
  if (!own) {
    const weights = softmax(allowed);
    return matmul(mask ? mul(weights, mask) : weights, values);
  }
  const ownScores = sum(mul(scaled, own.keys), -1, { keepDims: true });
  const count = keys.shape[keys.rank - 2];
  const [shared, alone] = split(softmax(concat([allowed, ownScores], -1)), [count, 1], -1);
  return add(matmul(shared, values), mul(alone, own.values));
}
