import { scalarValue } from '../../graph/primitives/leaves.js';
import type { Tensor } from '../../graph/tensor.js';

/** The one value that all elements are known to have, or undefined. */
export function uniformValue(node: Tensor): number | undefined {
  while (node.primitive.name === 'broadcastTo' || node.primitive.name === 'reshape') node = node.inputs[0];
  return scalarValue(node);
}

/** Whether float32 has a factor in full: it does not overflow, and keeps all its digits. Zero is only what is zero. */
export function isFactor(value: number): boolean {
  const size = Math.abs(Math.fround(value));
  return value === 0 || (size >= 2 ** -126 && size < Infinity);
}

export function is(node: Tensor, name: string): boolean {
  return node.primitive.name === name;
}

export function attributesOf<A>(node: Tensor): A {
  return node.attributes as A;
}
