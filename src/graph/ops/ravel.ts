import { reshape } from '../primitives/layout.js';
import { concat, sliceBlock } from '../primitives/window.js';
import { sizeOf, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { leavesOf, unflatten, type HostOf } from '../tree.js';

/** The float32 leaves of a tree as one flat vector (P), in the order of `leavesOf`. */
export function ravelTensors(tree: unknown): Tensor {
  return concat(leavesOf<Tensor>(tree).map((leaf) => reshape(leaf, [-1])));
}

/** The inverse of `ravelTensors`: tensors in the structure and shapes of `like`, on the host or in the graph, cut out of `flat`. */
export function unravelTensor<T>(flat: Tensor, like: T | HostOf<T>): T {
  let offset = 0;
  const leaves = leavesOf<{ readonly shape: Shape }>(like).map(({ shape }) => {
    const start = offset;
    offset += sizeOf(shape);
    return reshape(sliceBlock(flat, [start], [offset]), [...shape]);
  });
  return unflatten(like, leaves) as unknown as T;
}
