import { alias, stopGradientOf } from '../graph/primitives/identity.js';
import { add } from '../graph/primitives/arithmetic.js';
import { lift, type TensorLike } from '../graph/primitives/leaves.js';
import { ShapeError } from '../graph/errors.js';
import { sameShape } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { leavesLike, leavesOf, mapTree, unflatten, type LeavesAs } from '../graph/tree.js';
import { zerosLike } from '../graph/ops/indexing.js';
import { ancestors } from '../graph/walk.js';

/**
 * Reverse accumulation: the cotangents of `inputs` given those of `outputs`; null where nothing depends on an input.
 * Only nodes younger than the inputs are visited, so a step of a long unroll costs what it adds.
 */
export function pullBack(outputs: readonly Tensor[], cotangents: readonly (Tensor | null)[], inputs: readonly Tensor[]): (Tensor | null)[] {
  const wanted = new Set(inputs);
  const nodes = ancestors(outputs, Math.min(...inputs.map((input) => input.id)));
  const depends = new Set<Tensor>();
  for (const node of nodes) if (wanted.has(node) || node.inputs.some((input) => depends.has(input))) depends.add(node);

  const sums = new Map<Tensor, Tensor>();
  const accumulate = (node: Tensor, cotangent: Tensor | null) => {
    if (!cotangent) return;
    const known = sums.get(node);
    sums.set(node, known ? add(known, cotangent) : cotangent);
  };
  outputs.forEach((output, i) => accumulate(output, cotangents[i]));
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    const cotangent = sums.get(node);
    if (!cotangent || wanted.has(node) || !depends.has(node)) continue;
    const needed = node.inputs.map((input) => depends.has(input) && input.dtype === 'float32');
    if (!needed.includes(true)) continue;
    node.primitive.vjp(cotangent, node, needed).forEach((part, at) => needed[at] && accumulate(node.inputs[at], part));
  }
  return inputs.map((input) => sums.get(input) ?? null);
}

/** Fresh aliases of a tree's leaves, so that uses of the same tensors elsewhere stay constants. */
export function aliased<T>(operation: string, tree: T): T {
  return mapTree((leaf: Tensor) => {
    const value = lift(leaf);
    if (value.dtype !== 'float32') throw new TypeError(`${operation} differentiates by float32 tensors only, but was given a ${value}. Close over it, or pass it as a further argument.`);
    return alias(value);
  }, tree);
}

/**
 * f(x) and its pullback: given a tree like f(x) of cotangents u, `pullback(u)` is u transposed times the Jacobian, a tree like x.
 * The pullback throws a TypeError where u is not such a tree.
 */
export function vjp<X, Y>(f: (x: X) => Y, x: X): [y: Y, pullback: (u: LeavesAs<Y, TensorLike>) => X] {
  const inputs = aliased('vjp', x);
  const y = f(inputs);
  const outputs = leavesOf<Tensor>(y).map((leaf) => lift(leaf));
  const pullback = (u: LeavesAs<Y, TensorLike>): X => {
    const cotangents = leavesLike<TensorLike>(y, u, { operation: 'vjp', like: 'f(x)', tree: 'the tree of cotangents' }).map((leaf) => lift(leaf));
    cotangents.forEach((cotangent, i) => {
      if (!sameShape(cotangent.shape, outputs[i].shape) || cotangent.dtype !== outputs[i].dtype) throw new ShapeError('vjp', [outputs[i], cotangent], `cotangent ${i} must have the shape and dtype of the output that it belongs to.`);
    });
    const gradients = pullBack(outputs, cotangents, leavesOf<Tensor>(inputs));
    return unflatten(x, leavesOf<Tensor>(inputs).map((input, i) => gradients[i] ?? zerosLike(input)));
  };
  return [y, pullback];
}

/** The same tree, constant to every derivative. */
export function stopGradient<T>(tree: T): T {
  return mapTree((leaf: Tensor) => stopGradientOf(leaf), tree);
}
