import type { Tensor } from '../graph/tensor.js';
import { ancestors } from '../graph/walk.js';

/** How often each node is read; each output is read once more, by the caller. */
export function countReaders(outputs: readonly Tensor[]): Map<Tensor, number> {
  const readers = new Map<Tensor, number>();
  const count = (node: Tensor) => readers.set(node, (readers.get(node) ?? 0) + 1);
  for (const node of ancestors(outputs)) node.inputs.forEach(count);
  outputs.forEach(count);
  return readers;
}
