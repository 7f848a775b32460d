import { concat, ones } from '../../graph/primitives/window.js';
import type { Tensor } from '../../graph/tensor.js';

/** [x 1]: x (..., C) with a column of ones beside it, (..., C + 1). */
export function withOnes(x: Tensor): Tensor {
  return concat([x, ones([...x.shape.slice(0, -1), 1])], x.rank - 1);
}
