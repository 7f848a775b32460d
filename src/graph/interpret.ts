import type { NdArray } from './ndarray.js';
import { lift, type TensorLike } from './primitives/leaves.js';
import type { Tensor } from './tensor.js';
import { leavesOf, unflatten, type HostOf } from './tree.js';
import { ancestors, rewrite } from './walk.js';

/** The graph without operations that are only written in terms of others. */
function expandWhereNeeded(outputs: readonly Tensor[]): Tensor[] {
  let current = [...outputs];
  while (ancestors(current).some((node) => !node.primitive.evaluate)) {
    current = rewrite(current, (node) => (node.primitive.evaluate || !node.primitive.expand ? node : node.primitive.expand(node.inputs, node)));
  }
  return current;
}

/** The values of the outputs, in float64, given those of placeholders. */
export function interpret(outputs: readonly Tensor[], given: ReadonlyMap<Tensor, NdArray> = new Map()): NdArray[] {
  const expanded = expandWhereNeeded(outputs);
  const nodes = ancestors(expanded);
  const lastUse = new Map<Tensor, Tensor>();
  for (const node of nodes) for (const input of node.inputs) lastUse.set(input, node);
  const keep = new Set(expanded);
  const values = new Map<Tensor, NdArray>();
  for (const node of nodes) {
    const known = given.get(node);
    values.set(node, known ?? (node.primitive.evaluate as NonNullable<typeof node.primitive.evaluate>)(node.inputs.map((input) => values.get(input) as NdArray), node));
    for (const input of node.inputs) if (lastUse.get(input) === node && !keep.has(input)) values.delete(input);
  }
  return expanded.map((node) => values.get(node) as NdArray);
}

/**
 * The values of a tree of tensors that depend on nothing unknown, in float64. Slow and simple: for looking at values, for tests
 * and for folding constants; use `compile` to run things.
 */
export function evaluate<T>(tree: T): HostOf<T> {
  return unflatten(tree, interpret(leavesOf<TensorLike>(tree).map((leaf) => lift(leaf)))) as HostOf<T>;
}
