import { mul } from '../../graph/primitives/arithmetic.js';
import { reshape } from '../../graph/primitives/layout.js';
import { matmulPrimitive, type Product } from '../../graph/primitives/matmul.js';
import { apply, type Tensor } from '../../graph/tensor.js';
import { full } from '../../graph/primitives/window.js';
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
  return reshape(apply(matmulPrimitive, [reshape(a, [-1, a.shape[a.rank - 1]]), b], attributes), node.shape);
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

/** The sum over a batch of A' B is one product over all rows of the batch. */
const sumOfBatch: Rule = (node) => {
  const [x] = node.inputs;
  const { axes } = attributesOf<{ axes: readonly number[] }>(node);
  if (!is(x, 'matmul') || x.rank < 3 || axes.length !== x.rank - 2 || axes.some((axis, i) => axis !== i)) return undefined;
  const { transposeA, transposeB } = attributesOf<Product>(x);
  const [a, b] = x.inputs;
  if (!transposeA || transposeB || a.rank !== x.rank || b.rank !== x.rank || a.size / a.shape[a.rank - 1] !== b.size / b.shape[b.rank - 1]) return undefined;
  return apply(matmulPrimitive, [reshape(a, [-1, a.shape[a.rank - 1]]), reshape(b, [-1, b.shape[b.rank - 1]])], attributesOf<Product>(x));
};

export const productRules: Readonly<Record<string, readonly Rule[]>> = {
  matmul: [readTransposed, flatten, dropUnitBatch, releaseFactor],
  sum: [sumOfBatch],
};
