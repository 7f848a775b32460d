import type { Tensor } from '../graph/tensor.js';
import { ancestors } from '../graph/walk.js';

/** Operations whose result is the same memory as their input. */
const views = new Set(['reshape', 'placeholder', 'constant']);

const bytesOf = (node: Tensor): number => (views.has(node.primitive.name) ? 0 : node.size * (node.dtype === 'bool' ? 1 : 4));

/** The most bytes of intermediate values that are alive at once when nodes run in order. An estimate: the runtime reuses buffers its own way. */
export function peakMemory(outputs: readonly Tensor[]): number {
  const nodes = ancestors(outputs);
  const lastUse = new Map<Tensor, number>();
  nodes.forEach((node, i) => node.inputs.forEach((input) => lastUse.set(input, i)));
  outputs.forEach((output) => lastUse.set(output, nodes.length));
  const ending = new Map<number, Tensor[]>();
  for (const [node, at] of lastUse) ending.set(at, [...(ending.get(at) ?? []), node]);
  let live = 0;
  let peak = 0;
  nodes.forEach((node, i) => {
    live += bytesOf(node);
    peak = Math.max(peak, live);
    for (const done of ending.get(i) ?? []) live -= bytesOf(done);
  });
  return peak;
}
