import { reshape } from '../../graph/primitives/layout.js';
import { sum } from '../../graph/primitives/reduce.js';
import { sameShape } from '../../graph/shape.js';
import { Tensor } from '../../graph/tensor.js';
import { elementwiseNames } from './elementwise.js';
import { attributesOf, is } from './match.js';
import type { Rule } from './index.js';

/**
 * Products make matrices of rows, which are reshaped to images and back. Element-wise work is done on the rows, so that the
 * reshapes meet and cancel.
 */
const onRows: Rule = (node) => {
  const width = node.shape[node.rank - 1];
  if (node.rank < 3 || !node.inputs.some((input) => isRows(input, node))) return undefined;
  if (!node.inputs.every((input) => sameShape(input.shape, node.shape) || spreadsOverRows(input, width))) return undefined;
  const rows = [node.size / width, width];
  const inputs = node.inputs.map((input) => (sameShape(input.shape, node.shape) ? reshapeOf(input, rows) : reshape(input, input.size === 1 ? [] : [width])));
  return reshape(new Tensor(node.primitive, inputs, node.attributes, rows, node.dtype), node.shape);
};

const castOnRows: Rule = (node) => (isRows(node.inputs[0], node) ? onRows(node) : undefined);

function isRows(input: Tensor, node: Tensor): boolean {
  return is(input, 'reshape') && sameShape(input.shape, node.shape) && input.inputs[0].rank === 2 && input.inputs[0].shape[1] === node.shape[node.rank - 1];
}

function spreadsOverRows(input: Tensor, width: number): boolean {
  return input.size === 1 || (input.size === width && input.shape[input.rank - 1] === width);
}

function reshapeOf(input: Tensor, shape: number[]): Tensor {
  return is(input, 'reshape') ? reshape(input.inputs[0], shape) : reshape(input, shape);
}

/** The runtime combines a column with a number row by row, ten times as slow as it does a vector. */
const onVector: Rule = (node) => {
  if (node.rank < 2 || node.shape[node.rank - 1] !== 1 || node.size < 64 || !node.inputs.some((input) => input.size === 1)) return undefined;
  if (!node.inputs.every((input) => input.size === 1 || sameShape(input.shape, node.shape))) return undefined;
  const inputs = node.inputs.map((input) => (input.size === 1 ? reshape(input, []) : reshapeOf(input, [node.size])));
  return reshape(new Tensor(node.primitive, inputs, node.attributes, [node.size], node.dtype), node.shape);
};

/** The sum over all axes but the last is a sum of rows. */
const sumOfRows: Rule = (node) => {
  const [x] = node.inputs;
  const { axes } = attributesOf<{ axes: readonly number[] }>(node);
  if (x.rank < 3 || axes.length !== x.rank - 1 || axes.includes(x.rank - 1)) return undefined;
  return is(x, 'reshape') && x.inputs[0].rank === 2 && x.inputs[0].shape[1] === x.shape[x.rank - 1] ? sum(x.inputs[0], 0) : undefined;
};

export const rowRules: Readonly<Record<string, readonly Rule[]>> = {
  ...Object.fromEntries(elementwiseNames.map((name) => [name, [onVector, onRows]])),
  cast: [castOnRows],
  sum: [sumOfRows],
};
