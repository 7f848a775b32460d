import fc from 'fast-check';
import * as g from '../graph/index.js';
import type { NdArray, Tensor } from '../graph/index.js';
import { generatorOf, key, uniformOf } from '../random/index.js';
import { grad, stopGradient, vmap } from '../transform/index.js';

/** What makes a tensor from two others, or nothing where their shapes do not allow it. Results stay of the order of one. */
type Grower = (a: Tensor, b: Tensor, at: number, inputs: readonly Tensor[]) => Tensor | undefined;

const joins = (a: { readonly shape: g.Shape }, b: { readonly shape: g.Shape }) => g.broadcastShapes(a.shape, b.shape) !== undefined;
const binary = (f: (a: Tensor, b: Tensor) => Tensor): Grower => (a, b) => (joins(a, b) ? f(a, b) : undefined);
const unary = (f: (a: Tensor) => Tensor): Grower => f;
const axisAt = (a: Tensor, at: number) => at % a.rank;
const alongAxis = (f: (a: Tensor, axis: number) => Tensor): Grower => (a, _, at) => (a.rank > 0 ? f(a, axisAt(a, at)) : undefined);
const products = (a: Tensor, b: Tensor) => a.rank > 1 && b.rank > 1 && g.broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2)) !== undefined;
const positive = (a: Tensor) => g.add(g.square(a), 0.5);

/** A sum that is divided by a power of two. */
function average(a: Tensor, axis?: number, options?: g.ReduceOptions): Tensor {
  return g.mul(g.sum(a, axis, options), 2 ** -Math.ceil(Math.log2(axis === undefined ? a.size : a.shape[axis])));
}

/* Numbers are powers of two: in float32 they lose nothing however they are combined. */
const growers: readonly Grower[] = [
  binary(g.add), binary(g.sub), binary(g.mul), binary(g.maximum), binary(g.minimum),
  binary((a, b) => g.div(a, positive(b))),
  binary((a, b) => g.where(g.less(a, b), g.mul(b, 0.5), g.neg(a))),
  unary(g.neg), unary((a) => g.mul(a, 0.5)), unary((a) => g.mul(-2, a)), unary((a) => g.sub(1, a)), unary((a) => g.add(a, a)), unary((a) => g.div(a, 4)),
  unary(g.relu), unary(g.tanh), unary(g.sigmoid), unary(g.softplus), unary(g.sin), unary(g.cos), unary(g.abs), unary((a) => g.square(g.tanh(a))),
  unary((a) => g.exp(g.neg(g.square(a)))), unary((a) => g.log(positive(a))), unary((a) => g.sqrt(positive(a))), unary((a) => g.rsqrt(positive(a))), unary((a) => g.pow(g.tanh(a), 3)),
  unary((a) => g.sin(g.sum(a))), unary((a) => average(a)), unary((a) => g.logsumexp(a)),
  alongAxis((a, axis) => g.tanh(g.sum(a, axis))), alongAxis((a, axis) => average(a, axis, { keepDims: true })), alongAxis((a, axis) => g.max(a, axis, { keepDims: axis === 0 })), alongAxis((a, axis) => g.softmax(a, axis)),
  alongAxis((a, axis) => g.sub(a, average(a, axis, { keepDims: true }))),
  unary((a) => g.transpose(a)), alongAxis((a, axis) => g.swapAxes(a, axis, 0)), unary((a) => g.reshape(a, [-1])), unary((a) => g.reshape(a, [2, -1].slice(a.size % 2 ? 1 : 0))), unary((a) => g.expandDims(a, 0)), unary((a) => g.squeeze(a)),
  (a) => (a.rank < 4 && a.size <= 64 ? g.broadcastTo(a, [2, ...a.shape]) : undefined),
  (a, b) => (products(a, b) && a.shape[a.rank - 1] === b.shape[b.rank - 2] ? g.mul(g.matmul(a, b), 0.5) : undefined),
  (a, b) => (products(a, b) && a.shape[a.rank - 1] === b.shape[b.rank - 1] ? g.tanh(g.matmul(a, g.swapAxes(b, -1, -2))) : undefined),
  (a, b) => (products(a, b) && a.shape[a.rank - 2] === b.shape[b.rank - 2] ? g.sin(g.matmul(g.swapAxes(a, -1, -2), b)) : undefined),
  (a, b, at) => (a.rank > 0 && g.sameShape(a.shape, b.shape) ? g.concat([a, b, a], axisAt(a, at)) : undefined),
  (a, b) => (g.sameShape(a.shape, b.shape) ? g.stack([b, a], -1) : undefined),
  alongAxis((a, axis) => g.slice(a, a.shape.map((length, i) => (i === axis && length > 1 ? [1, length] as const : null)))),
  alongAxis((a, axis) => g.slice(a, a.shape.map((_, i) => (i === axis ? [null, null, -1] as const : null)))),
  alongAxis((a, axis) => g.pad(a, a.shape.map((_, i) => (i === axis ? [1, 0] as const : [0, 0] as const)))),
  alongAxis((a, axis) => g.take(a, [a.shape[axis] - 1, 0, 0], axis)),
  unary((a) => stopGradient(a)),
  (a, _, __, inputs) => (a.rank > 1 ? g.tanh(g.conv2d(g.reshape(a, [1, a.shape[0], -1, 1]), g.reshape(inputs[0], [2, 2, 1, 2]), { padding: 'same', stride: [1, 2] })) : undefined),
  (a) => (a.rank > 1 ? g.maxPool(g.reshape(a, [1, a.shape[0], -1, 1]), { size: 2, stride: 1, padding: 1 }) : undefined),
  (a) => (a.rank === 2 && a.shape[0] <= 4 ? g.inverse(g.add(g.matmul(g.tanh(a), g.transpose(g.tanh(a))), g.eye(a.shape[0]))) : undefined),
  binary((a, b) => grad((y: Tensor) => g.sum(g.mul(g.softplus(g.mul(y, b)), 0.5)))(a)),
  (a, b) => (a.rank > 0 && joins(b, { shape: a.shape.slice(1) }) ? vmap((row: Tensor) => g.mul(g.sub(row, average(row)), b))(a) : undefined),
];

interface Step { readonly grow: number; readonly a: number; readonly b: number; readonly at: number }

/** A random program: the shapes of its inputs, each length a power of two, and what it does one after the other. */
export interface Recipe {
  readonly shapes: readonly (readonly number[])[];
  readonly steps: readonly Step[];
}

const index = fc.nat(1000);
const shape = fc.array(fc.constantFrom(1, 2, 4), { maxLength: 3 });

/** Programs of up to `most` steps. The first input has eight elements, to be a kernel. */
export function recipes(most: number): fc.Arbitrary<Recipe> {
  return fc.record({
    shapes: fc.array(shape, { minLength: 2, maxLength: 3 }).map((shapes) => [[2, 4], ...shapes]),
    steps: fc.array(fc.record({ grow: fc.nat(growers.length - 1), a: index, b: index, at: index }), { minLength: 3, maxLength: most, size: 'max' }),
  });
}

/** The last few tensors that the program makes. */
export function follow({ steps }: Recipe, inputs: readonly Tensor[]): Tensor[] {
  const pool = [...inputs];
  for (const { grow, a, b, at } of steps) {
    // Newer tensors are likelier, so that programs get deep.
    const pick = (which: number) => pool[which % 3 ? pool.length - 1 - (which % Math.min(4, pool.length)) : which % pool.length];
    const made = growers[grow](pick(a), pick(b), at, inputs);
    if (made && made.size <= 128 && made.rank <= 4) pool.push(made);
  }
  return pool.slice(-3);
}

/** One scalar of all that the program makes. */
export function scalarOf(recipe: Recipe, inputs: readonly Tensor[]): Tensor {
  return follow(recipe, inputs).map((made, i) => g.mul(average(g.sin(made)), 2 ** i)).reduce((a, b) => g.add(a, b));
}

/** Values between -1 and 1, in float64. */
export function valuesFor(shapes: Recipe['shapes'], seed: number): NdArray[] {
  const generator = generatorOf(key(seed));
  return shapes.map((own) => ({ data: Float64Array.from({ length: g.sizeOf(own) }, () => 2 * uniformOf(generator) - 1), shape: own, dtype: 'float32' }));
}
