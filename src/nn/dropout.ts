import { cast, mul, randomBernoulli } from '../graph/index.js';
import { learner, type Learner, type NoParams } from './learner.js';

/**
 * Sets each value to zero with probability `rate` in [0, 1), and scales the others by 1 / (1 - rate). Only where the
 * context has a key; the same key drops the same values.
 */
export function dropout(rate: number): Learner<NoParams> {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`A dropout rate must be in [0, 1), got ${rate}.`);
  return learner<NoParams>(
    () => ({}),
    (_, x, { key }) => (key && rate > 0 ? mul(x, mul(cast(randomBernoulli(key, 1 - rate, x.shape), 'float32'), 1 / (1 - rate))) : x),
  );
}
