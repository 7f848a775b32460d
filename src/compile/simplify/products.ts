import { add, mul } from '../../graph/primitives/arithmetic.js';
import { asRows, reshape } from '../../graph/primitives/layout.js';
import { matmulPrimitive, type Product } from '../../graph/primitives/matmul.js';
import { apply, type Tensor } from '../../graph/tensor.js';
import { full } from '../../graph/primitives/window.js';
import { sameShape } from '../../graph/shape.js';
import { attributesOf, is, uniformValue } from './match.js';
import type { Rule } from './index.js';

/** Transposed operands are read transposed. */
const readTransposed: Rule = (node) => {
  const attributes = attributesOf<Product>(node);
  const [a, b] = node.inputs;
  if (swapsLastTwo(a)) return apply(matmulPrimitive, [a.inputs[0], b], { ...attributes, transposeA: !attributes.transposeA });
  if (swapsLastTwo(b)) return apply(matmulPrimitive, [a, b.inputs[0]], { ...attributes, transposeB: !attributes.transposeB });
  return undefined;
};

function swapsLastTwo(x: Tensor): boolean {
  if (!is(x, 'transpose')) return false;
  const { order } = attributesOf<{ order: readonly number[] }>(x);
  const last = order.length - 1;
  return order[last] === last - 1 && order[last - 1] === last && order.slice(0, -2).every((axis, i) => axis === i);
}

/** A right operand shared by the whole batch makes one large product of many small ones. */
const flatten: Rule = (node) => {
  const attributes = attributesOf<Product>(node);
  const [a, b] = node.inputs;
  if (a.rank === 2 || b.rank !== 2 || attributes.transposeA) return undefined;
  return reshape(apply(matmulPrimitive, [asRows(a), b], attributes), node.shape);
};

/** A' b for one column b is a row times A, which the runtime's kernel reads as it lies: four times as fast. */
const rowTimes: Rule = (node) => {
  const { transposeA, transposeB, factor } = attributesOf<Product>(node);
  const [a, b] = node.inputs;
  if (!transposeA || transposeB || node.shape[node.rank - 1] !== 1 || a.rank !== b.rank || a.size !== b.size * node.shape[node.rank - 2]) return undefined;
  const row = reshape(b, [...b.shape.slice(0, -2), 1, b.shape[b.rank - 2]]);
  return reshape(times(row, a, false, false, factor), node.shape);
};

/** Leading axes of length 1 are no batch. */
const dropUnitBatch: Rule = (node) => {
  const [a, b] = node.inputs;
  if (node.rank === 2 || node.shape.slice(0, -2).some((length) => length !== 1)) return undefined;
  return reshape(apply(matmulPrimitive, [reshape(a, a.shape.slice(-2)), reshape(b, b.shape.slice(-2))], attributesOf<Product>(node)), node.shape);
};

/** Factors go outside, so that equal products are found to be equal; the last step takes them into the product. */
const releaseFactor: Rule = (node) => {
  for (const side of [0, 1]) {
    const x = node.inputs[side];
    if (uniformValue(x) === 0) return full(node.shape, 0);
    const factor = is(x, 'neg') ? -1 : is(x, 'mul') && x.inputs[1].size === 1 ? uniformValue(x.inputs[1]) : undefined;
    if (factor === undefined || x.inputs[0].rank !== x.rank) continue;
    const inputs = node.inputs.map((other, at) => (at === side ? x.inputs[0] : other));
    return mul(apply(matmulPrimitive, inputs, attributesOf<Product>(node)), factor);
  }
  return undefined;
};

/**
 * A product with a product, for each task: a (b c) is (a b) c, and (a b) c is a (b c), where both products of the other order together are less than the last one of this,
 * so that nothing is lost where the inner product is needed anyway.
 */
const otherOrder: Rule = (node) => {
  const { transposeA, transposeB, factor } = attributesOf<Product>(node);
  const [left, right] = node.inputs;
  const [tasks, rows, columns] = node.shape;
  if (node.rank !== 3 || node.inputs.some((input) => input.shape[0] !== tasks)) return undefined;
  const inner = left.shape[transposeA ? 1 : 2];
  const work = rows * inner * columns;
  const first = factorsOf(right, transposeB);
  if (first && rows * first.inner * (inner + columns) < work) {
    const { outer: [b, flipB], last: [c, flipC] } = first;
    return times(times(left, b, transposeA, flipB, factor * first.factor), c, false, flipC, 1);
  }
  const second = factorsOf(left, transposeA);
  if (second && columns * second.inner * (inner + rows) < work) {
    const { outer: [a, flipA], last: [b, flipB] } = second;
    return times(a, times(b, right, flipB, transposeB, factor * second.factor), flipA, false, 1);
  }
  return undefined;
};

/** a b' and b a' are transposes of each other: of the two the one that begins with the older node is made, so that where both are needed they are found to be equal. */
const oneOfTwo: Rule = (node) => {
  const { transposeA, transposeB, factor } = attributesOf<Product>(node);
  if (node.rank !== 3) return undefined;
  const [a, b] = node.inputs.map((input, side) => {
    const { transposeA: flipped, transposeB: right } = is(input, 'matmul') ? attributesOf<Product>(input) : { transposeA: true, transposeB: false };
    if (flipped || !right || input.inputs[0].id <= input.inputs[1].id || input.rank !== 3) return [input, side === 0 ? transposeA : transposeB] as const;
    return [apply(matmulPrimitive, [input.inputs[1], input.inputs[0]], attributesOf<Product>(input)), !(side === 0 ? transposeA : transposeB)] as const;
  });
  return a[0] === node.inputs[0] && b[0] === node.inputs[1] ? undefined : times(a[0], b[0], a[1], b[1], factor);
};

/** b and c of a product for each task, read transposed or not: (b c)' is c' b'. */
function factorsOf(x: Tensor, transposed: boolean) {
  if (!is(x, 'matmul') || x.inputs.some(({ rank, shape }) => rank !== 3 || shape[0] !== x.shape[0])) return undefined;
  const { transposeA, transposeB, factor } = attributesOf<Product>(x);
  const [b, c] = x.inputs;
  const inner = b.shape[transposeA ? 1 : 2];
  const pair = [[b, transposeA !== transposed], [c, transposeB !== transposed]] as const;
  return { outer: pair[transposed ? 1 : 0], last: pair[transposed ? 0 : 1], inner, factor };
}

function times(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean, factor: number): Tensor {
  return apply(matmulPrimitive, [a, b], { transposeA, transposeB, factor });
}

/** The sum over a batch of A' B is one product over all rows of the batch. */
const sumOfBatch: Rule = (node) => {
  const [x] = node.inputs;
  const { axes } = attributesOf<{ axes: readonly number[] }>(node);
  if (!is(x, 'matmul') || x.rank < 3 || axes.length !== x.rank - 2 || axes.some((axis, i) => axis !== i)) return undefined;
  const { transposeA, transposeB } = attributesOf<Product>(x);
  const [a, b] = x.inputs;
  // Batches that are broadcast have as many rows, too, but other pairs.
  if (!transposeA || transposeB || [a, b].some(({ shape }) => !sameShape(shape.slice(0, -2), x.shape.slice(0, -2)))) return undefined;
  return apply(matmulPrimitive, [asRows(a), asRows(b)], attributesOf<Product>(x));
};

/** (a b + c d) + r, where r is less than a matrix, is a b + (c d + r): each sum becomes part of a product. */
const addRowFirst: Rule = (node) => {
  for (const at of [0, 1]) {
    const [both, row] = [node.inputs[at], node.inputs[1 - at]];
    if (row.size < node.size && both.size === node.size && is(both, 'add') && both.inputs.every((x) => is(x, 'matmul') && x.rank === 2)) return add(both.inputs[0], add(both.inputs[1], row));
  }
  return undefined;
};

export const productRules: Readonly<Record<string, readonly Rule[]>> = {
  matmul: [readTransposed, flatten, rowTimes, dropUnitBatch, releaseFactor, otherOrder, oneOfTwo],
  sum: [sumOfBatch],
  add: [addRowFirst],
};
