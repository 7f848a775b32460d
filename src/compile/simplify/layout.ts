import { mul, neg } from '../../graph/primitives/arithmetic.js';
import { isInOrder } from '../../graph/primitives/gather.js';
import { broadcastTo, reshape, transpose } from '../../graph/primitives/layout.js';
import { sum } from '../../graph/primitives/reduce.js';
import { cast } from '../../graph/primitives/select.js';
import { concat, padBlock, sliceBlock, type Block } from '../../graph/primitives/window.js';
import type { Shape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { attributesOf, is, uniformValue } from './match.js';
import type { Rule } from './index.js';

const reshaping: Rule = (node) => {
  const [x] = node.inputs;
  if (is(x, 'reshape')) return reshape(x.inputs[0], node.shape);
  if (is(x, 'broadcastTo') && x.inputs[0].size === 1) return broadcastTo(reshape(x.inputs[0], []), node.shape);
  return reshape(x, node.shape) === x ? x : undefined;
};

const transposing: Rule = (node) => {
  const [x] = node.inputs;
  const { order } = attributesOf<{ order: readonly number[] }>(node);
  if (is(x, 'transpose')) return transpose(x.inputs[0], order.map((axis) => attributesOf<{ order: readonly number[] }>(x).order[axis]));
  const moving = order.filter((axis) => x.shape[axis] !== 1);
  // Only axes of length 1 change place: the elements stay where they are.
  if (moving.every((axis, i) => i === 0 || axis > moving[i - 1])) return reshape(x, node.shape);
  if (is(x, 'broadcastTo') && x.inputs[0].size === 1) return broadcastTo(reshape(x.inputs[0], []), node.shape);
  return undefined;
};

const broadcasting: Rule = (node) => {
  const [x] = node.inputs;
  if (is(x, 'broadcastTo')) return broadcastTo(x.inputs[0], node.shape);
  if (x.size === node.size) return reshape(x, node.shape);
  return undefined;
};

const summing: Rule = (node) => {
  const [x] = node.inputs;
  const { axes } = attributesOf<{ axes: readonly number[] }>(node);
  if (axes.every((axis) => x.shape[axis] === 1)) return reshape(x, node.shape);
  if (is(x, 'neg')) return neg(sum(x.inputs[0], axes));
  if (is(x, 'mul') && uniformValue(x.inputs[1]) !== undefined) return mul(sum(broadcastTo(x.inputs[0], x.shape), axes), x.inputs[1].size === 1 ? reshape(x.inputs[1], []) : (uniformValue(x.inputs[1]) as number));
  if (is(x, 'broadcastTo')) return sumOfBroadcast(x.inputs[0], x.shape, axes, node.shape);
  if (is(x, 'sum')) return sumOfSum(x, axes);
  if (is(x, 'reshape') && axes.length === x.rank) return sum(x.inputs[0]);
  return undefined;
};

function sumOfBroadcast(x: Tensor, shape: Shape, axes: readonly number[], result: Shape): Tensor {
  const aligned = reshape(x, [...new Array<number>(shape.length - x.rank).fill(1), ...x.shape]);
  const copies = axes.reduce((product, axis) => product * (aligned.shape[axis] === 1 ? shape[axis] : 1), 1);
  return broadcastTo(mul(sum(aligned, axes), copies), result);
}

function sumOfSum(inner: Tensor, axes: readonly number[]): Tensor {
  const first = attributesOf<{ axes: readonly number[] }>(inner).axes;
  const left = inner.inputs[0].shape.map((_, axis) => axis).filter((axis) => !first.includes(axis));
  return sum(inner.inputs[0], [...first, ...axes.map((axis) => left[axis])].sort((a, b) => a - b));
}

const slicing: Rule = (node) => {
  const [x] = node.inputs;
  const { starts, ends } = attributesOf<Block>(node);
  if (is(x, 'slice')) {
    const outer = attributesOf<Block>(x).starts;
    return sliceBlock(x.inputs[0], starts.map((start, axis) => start + outer[axis]), ends.map((end, axis) => end + outer[axis]));
  }
  if (is(x, 'pad')) {
    const { low } = attributesOf<{ low: readonly number[] }>(x);
    const [inner] = x.inputs;
    const inside = starts.every((start, axis) => start >= low[axis] && ends[axis] <= low[axis] + inner.shape[axis]);
    return inside ? sliceBlock(inner, starts.map((start, axis) => start - low[axis]), ends.map((end, axis) => end - low[axis])) : undefined;
  }
  if (is(x, 'concat')) return sliceOfConcat(x, starts, ends);
  if (is(x, 'broadcastTo') && x.inputs[0].size === 1) return broadcastTo(reshape(x.inputs[0], []), node.shape);
  return undefined;
};

function sliceOfConcat(x: Tensor, starts: readonly number[], ends: readonly number[]): Tensor | undefined {
  const { axis } = attributesOf<{ axis: number }>(x);
  let offset = 0;
  for (const part of x.inputs) {
    const next = offset + part.shape[axis];
    if (starts[axis] >= offset && ends[axis] <= next) {
      const shift = (bounds: readonly number[]) => bounds.map((bound, at) => (at === axis ? bound - offset : bound));
      return sliceBlock(part, shift(starts), shift(ends));
    }
    offset = next;
  }
  return undefined;
}

const concatenating: Rule = (node) => {
  const { axis } = attributesOf<{ axis: number }>(node);
  if (!node.inputs.some((input) => is(input, 'concat') && attributesOf<{ axis: number }>(input).axis === axis)) return undefined;
  return concat(node.inputs.flatMap((input) => (is(input, 'concat') && attributesOf<{ axis: number }>(input).axis === axis ? input.inputs : [input])), axis);
};

const padding: Rule = (node) => {
  const { low, high } = attributesOf<{ low: readonly number[]; high: readonly number[] }>(node);
  const [x] = node.inputs;
  if (!is(x, 'pad')) return undefined;
  const inner = attributesOf<{ low: readonly number[]; high: readonly number[] }>(x);
  return padBlock(x.inputs[0], low.map((width, axis) => width + inner.low[axis]), high.map((width, axis) => width + inner.high[axis]));
};

/** Blocks side by side, each with zeros around it, added up: what is left of the gradient of a tensor that was cut. */
const joining: Rule = (node) => {
  const [a, b] = node.inputs;
  if (!is(a, 'pad') || !is(b, 'pad') || a.rank !== b.rank || a.size !== node.size || b.size !== node.size) return undefined;
  const [first, second] = [a, b].map((part) => attributesOf<{ low: readonly number[]; high: readonly number[] }>(part));
  const differing = first.low.flatMap((low, axis) => (low !== second.low[axis] || first.high[axis] !== second.high[axis] ? [axis] : []));
  const [axis] = differing;
  if (differing.length !== 1) return undefined;
  const ends = (part: Tensor, low: readonly number[]) => low[axis] + part.inputs[0].shape[axis];
  if (ends(a, first.low) === second.low[axis]) return padBlock(concat([a.inputs[0], b.inputs[0]], axis), first.low, second.high);
  if (ends(b, second.low) === first.low[axis]) return padBlock(concat([b.inputs[0], a.inputs[0]], axis), second.low, first.high);
  return undefined;
};

const gathering: Rule = (node) => {
  const [x] = node.inputs;
  const { axis, table } = attributesOf<{ axis: number; table: Int32Array }>(node);
  return isInOrder(table, x.shape[axis]) ? x : undefined;
};

const casting: Rule = (node) => {
  const [x] = node.inputs;
  return x.dtype === node.dtype ? x : is(x, 'cast') && x.dtype !== 'bool' && x.inputs[0].dtype === 'bool' ? cast(x.inputs[0], node.dtype) : undefined;
};

export const layoutRules: Readonly<Record<string, readonly Rule[]>> = {
  reshape: [reshaping],
  transpose: [transposing],
  broadcastTo: [broadcasting],
  sum: [summing],
  slice: [slicing],
  concat: [concatenating],
  pad: [padding],
  add: [joining],
  cast: [casting],
  gather: [gathering],
};

