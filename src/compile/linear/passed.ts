import type { Tensor } from '../../graph/tensor.js';
import { ancestors } from '../../graph/walk.js';
import { is } from '../simplify/match.js';
import { isFollowed } from './follow.js';

/** What is linear in one element of each operand. */
const elementwise = new Set(['mul', 'div', 'neg', 'add', 'sub', 'broadcastTo', 'reshape', 'transpose']);

/** The nodes that paths pass: large tensors that nobody needs as they are, and small ones whose elements are only scaled, moved or added on the way to others, as many such operations are one. */
export function passedThrough(outputs: readonly Tensor[], moving: ReadonlySet<Tensor>, isLarge: (node: Tensor) => boolean): Set<Tensor> {
  const nodes = ancestors(outputs);
  const needed = new Set(outputs);
  const passed = new Set<Tensor>();
  for (const node of nodes.toReversed()) {
    if (!moving.has(node)) continue;
    const followed = isFollowed(node, (input) => moving.has(input));
    const onElements = followed && elementwise.has(node.primitive.name);
    if (followed && !needed.has(node) && (onElements || isLarge(node))) passed.add(node);
    for (const input of node.inputs) {
      const isWorkedOut = isLarge(input) ? !followed || (isLarge(node) && needed.has(node)) : !onElements || isLarge(node);
      if (isWorkedOut) needed.add(input);
    }
  }
  // Sums and multiples of what is worked out may as well be worked out.
  for (const node of nodes) {
    const isScaled = (is(node, 'mul') || is(node, 'div')) && node.inputs.every(({ size }) => size > 1);
    if (!isScaled && !isLarge(node) && !node.inputs.some((input) => passed.has(input))) passed.delete(node);
  }
  return passed;
}
