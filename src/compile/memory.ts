import type { Tensor } from '../graph/tensor.js';
import { ancestors } from '../graph/walk.js';

/** What takes no memory of its own among intermediate values. */
const given = new Set(['placeholder', 'constant']);

const views = new Set(['reshape', 'asBlocks']);

const bytesOf = (node: Tensor): number => (given.has(node.primitive.name) ? 0 : node.size * (node.dtype === 'bool' ? 1 : 4));

/** The most bytes of intermediate values that are alive at once when nodes run in order. An estimate: the runtime reuses buffers its own way. */
export function peakMemory(outputs: readonly Tensor[]): number {
  const nodes = ancestors(outputs);
  // An array that is called by another shape is the memory of the array, and keeps it alive.
  const held = new Map<Tensor, Tensor>();
  for (const node of nodes) held.set(node, views.has(node.primitive.name) ? (held.get(node.inputs[0]) as Tensor) : node);
  const lastUse = new Map<Tensor, number>();
  nodes.forEach((node, i) => node.inputs.forEach((input) => lastUse.set(held.get(input) as Tensor, i)));
  outputs.forEach((output) => lastUse.set(held.get(output) as Tensor, nodes.length));
  const ending = new Map<number, Tensor[]>();
  for (const [node, at] of lastUse) ending.set(at, [...(ending.get(at) ?? []), node]);
  let live = 0;
  let peak = 0;
  nodes.forEach((node, i) => {
    if (held.get(node) === node) live += bytesOf(node);
    peak = Math.max(peak, live);
    for (const done of ending.get(i) ?? []) live -= bytesOf(done);
  });
  return peak;
}
