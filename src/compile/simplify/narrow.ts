import { broadcastTo, reshape, transpose } from '../../graph/primitives/layout.js';
import { matmulPrimitive, type Product } from '../../graph/primitives/matmul.js';
import { concat, padBlock, sliceBlock, type Block } from '../../graph/primitives/window.js';
import { sameShape, type Shape } from '../../graph/shape.js';
import { apply, Tensor } from '../../graph/tensor.js';
import { elementwiseNames } from './elementwise.js';
import { attributesOf, is } from './match.js';
import type { Rule } from './index.js';

/*
 * A few numbers for each of many rows, such as what a policy says of many observations: the runtime combines such a matrix with a row or a column one short row at a time. On its side it has a few long
 * rows, and takes a tenth of that. What the transposes at both ends cost is less than one such combination, and most of them meet others.
 */
const mostColumns = 8;
const leastRows = 64;

function isNarrow({ length, 0: rows, 1: columns }: Shape): boolean {
  return length === 2 && columns > 1 && columns <= mostColumns && rows >= leastRows;
}

/** Whether x is a matrix on its side, read upright. */
function lies(x: Tensor): boolean {
  return is(x, 'transpose') && isNarrow(x.shape);
}

/** x beside a narrow matrix of this shape, on its side like that. */
function laid(x: Tensor, [rows, columns]: Shape): Tensor | undefined {
  if (x.size === 1) return reshape(x, []);
  if (x.rank < 2) return x.size === columns ? reshape(x, [columns, 1]) : undefined;
  if (is(x, 'broadcastTo') && x.inputs[0].size < x.size) {
    const part = laid(x.inputs[0], [rows, columns]);
    return part && broadcastTo(part, [...x.shape].reverse());
  }
  if (is(x, 'pad')) return paddedOnSide(x, x.inputs[0].size === 1 ? x.inputs[0] : laid(x.inputs[0], x.inputs[0].shape));
  if (sameShape(x.shape, [rows, columns])) return transpose(x);
  if (sameShape(x.shape, [rows, 1])) return reshape(x, [1, rows]);
  return x.size === columns && x.shape[x.rank - 1] === columns ? reshape(x, [columns, 1]) : undefined;
}

/** Element-wise work with a part that is the same for each row or column, or with what lies on its side already. */
const onSide: Rule = (node) => {
  if (!isNarrow(node.shape) || !node.inputs.some((input) => lies(input) || (input.size > 1 && input.size < node.size))) return undefined;
  const inputs = node.inputs.map((input) => laid(input, node.shape));
  if (inputs.includes(undefined)) return undefined;
  return transpose(new Tensor(node.primitive, inputs as Tensor[], node.attributes, [...node.shape].reverse(), node.dtype));
};

const reduceOnSide: Rule = (node) => {
  const [x] = node.inputs;
  if (!lies(x)) return undefined;
  const { axes } = attributesOf<{ axes: readonly number[] }>(node);
  return apply(node.primitive, [x.inputs[0]], { axes: axes.map((axis) => 1 - axis).sort() });
};

const sliceOnSide: Rule = (node) => {
  const [x] = node.inputs;
  if (!lies(x)) return undefined;
  const { starts, ends } = attributesOf<Block>(node);
  return transpose(sliceBlock(x.inputs[0], [...starts].reverse(), [...ends].reverse()));
};

function paddedOnSide(node: Tensor, x: Tensor | undefined): Tensor | undefined {
  const { low, high } = attributesOf<{ low: readonly number[]; high: readonly number[] }>(node);
  return x && padBlock(x, [...low].reverse(), [...high].reverse());
}

const padOnSide: Rule = (node) => {
  const [x] = node.inputs;
  return lies(x) ? transpose(paddedOnSide(node, x.inputs[0]) as Tensor) : undefined;
};

const concatOnSide: Rule = (node) => {
  if (!isNarrow(node.shape) || !node.inputs.some(lies)) return undefined;
  const inputs = node.inputs.map((input) => (input.shape[1] === 1 ? reshape(input, [1, input.shape[0]]) : laid(input, input.shape)));
  return inputs.includes(undefined) ? undefined : transpose(concat(inputs as Tensor[], 1 - attributesOf<{ axis: number }>(node).axis));
};

/** A' b with few columns in b is the transpose of b' A, which the runtime has in half the time. */
const fewRowsTimes: Rule = (node) => {
  const { transposeA, transposeB, factor } = attributesOf<Product>(node);
  const [a, b] = node.inputs;
  const [rows, columns] = node.shape;
  if (node.rank !== 2 || a.rank !== 2 || b.rank !== 2 || !transposeA || columns < 2 || columns > mostColumns || rows <= mostColumns) return undefined;
  return transpose(apply(matmulPrimitive, [b, a], { transposeA: !transposeB, transposeB: false, factor }));
};

export const narrowRules: Readonly<Record<string, readonly Rule[]>> = {
  ...Object.fromEntries(elementwiseNames.map((name) => [name, [onSide]])),
  cast: [onSide],
  sum: [reduceOnSide],
  max: [reduceOnSide],
  slice: [sliceOnSide],
  pad: [padOnSide],
  concat: [concatOnSide],
  matmul: [fewRowsTimes],
};
