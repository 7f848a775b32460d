import { arange, cast, equal, expandDims, greater, logicalAnd, logicalOr, matmul, mul, randomUniform, sub, sum, take, tensor, type Tensor } from '../graph/index.js';
import { key as seedKey, uniform } from '../random/index.js';
import type { Labelled } from './amortised.js';

/**
 * Rows in random order; those that do not count come first, all zero, where for a sequence that is asked at its end they are as good as absent.
 *
 * @param key of the order. Without it the order is a fixed one, of the rows that count: it does not depend on where others stand between them.
 */
export function shuffled({ features, answers, mask }: Labelled, key?: Tensor): Labelled {
  const count = features.shape[0];
  const steps = arange(count);
  const isLater = greater(steps, expandDims(steps, 1)); // [i, j]: whether j comes after i
  const draws = key ? randomUniform(key, [count]) : tensor(uniform(seedKey(0), [count]));
  const own = mask ? take(draws, cast(matmul(mask, cast(isLater, 'float32')), 'int32')) : draws;
  const [one, other] = [expandDims(own, 1), expandDims(own, 0)];
  const after = cast(logicalOr(greater(other, one), logicalAnd(equal(other, one), isLater)), 'float32');
  const places = sub(count - 1, sum(mask ? mul(after, mask) : after, 1));
  const here = cast(equal(cast(places, 'int32'), expandDims(steps, 1)), 'float32'); // [place, row]
  const order = mask ? mul(here, mask) : here;
  return { features: matmul(order, features), answers: matmul(order, answers), ...(mask ? { mask: sum(order, 1) } : {}) };
}
