import type { Tensor } from '../../graph/tensor.js';
import { ancestors } from '../../graph/walk.js';

/** What varies, and all that depends on it. */
export function movingIn(outputs: readonly Tensor[], varying: Iterable<Tensor>): Set<Tensor> {
  const moving = new Set(varying);
  for (const node of ancestors(outputs)) if (node.inputs.some((input) => moving.has(input))) moving.add(node);
  return moving;
}
