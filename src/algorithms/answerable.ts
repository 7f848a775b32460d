import { cast, expandDims, greater, matmul, mul, oneHot, squeeze, type Tensor } from '../graph/index.js';
import type { Examples } from '../tasks/index.js';

/**
 * The mask (N) of the rows of a query set that can be answered where only classes with support are: `counts` (W) is how much of each there is. The others, of a level that a user never gave, say
 * nothing of how to compare: an absent class has a logit that no training moves.
 */
export function answerable({ y, mask }: Pick<Examples, 'y' | 'mask'>, counts: Tensor): Tensor {
  const present = expandDims(cast(greater(counts, 0), 'float32'), 1);
  const own = squeeze(matmul(oneHot(y, counts.shape[0]), present), 1);
  return mask ? mul(own, mask) : own;
}
