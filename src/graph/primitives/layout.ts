import { allocateWide } from '../dtype.js';
import { axisOf } from '../axes.js';
import { requireShape, ShapeError } from '../errors.js';
import type { Primitive } from '../primitive.js';
import { broadcastShapes, formatShape, sameShape, sizeOf, stridesOf, type Shape } from '../shape.js';
import { apply, type Tensor } from '../tensor.js';
import { broadcastOffsets, stridedOffsets, unbroadcast } from './elementwise.js';
import { lift, type TensorLike } from './leaves.js';

export const reshapePrimitive: Primitive<{ shape: Shape }> = {
  name: 'reshape',
  infer([x], { shape }) {
    requireShape('reshape', x, shape);
    if (sizeOf(shape) !== sizeOf(x.shape)) throw new ShapeError('reshape', [x], `${sizeOf(x.shape)} elements do not fill the shape ${formatShape(shape)}.`);
    return { shape, dtype: x.dtype };
  },
  vjp: (cotangent, node) => [reshape(cotangent, node.inputs[0].shape)],
  batch: ([x], _, node, size) => reshape(x, [size, ...node.shape]),
  evaluate: ([x], node) => ({ ...x, shape: node.shape }),
  lower: (emit, [x], node) => emit.node('Reshape', [x, emit.integers(node.shape)]),
};

export const transposePrimitive: Primitive<{ order: readonly number[] }> = {
  name: 'transpose',
  infer: ([x], { order }) => ({ shape: order.map((axis) => x.shape[axis]), dtype: x.dtype }),
  vjp: (cotangent, node) => [transpose(cotangent, node.attributes.order.map((_, axis) => node.attributes.order.indexOf(axis)))],
  batch: ([x], _, node) => transpose(x, [0, ...node.attributes.order.map((axis) => axis + 1)]),
  evaluate([x], node) {
    const strides = stridesOf(x.shape);
    const from = stridedOffsets(node.shape, node.attributes.order.map((axis) => strides[axis]));
    return { data: allocateWide(x.dtype, from.length).map((_, i) => x.data[from[i]]), shape: node.shape, dtype: x.dtype };
  },
  lower: (emit, inputs, node) => emit.node('Transpose', inputs, { perm: node.attributes.order }),
};

export const broadcastPrimitive: Primitive<{ shape: Shape }> = {
  name: 'broadcastTo',
  infer([x], { shape }) {
    requireShape('broadcastTo', x, shape);
    const common = broadcastShapes(x.shape, shape);
    if (!common || !sameShape(common, shape)) throw new ShapeError('broadcastTo', [x], `it does not broadcast to ${formatShape(shape)}.`);
    return { shape, dtype: x.dtype };
  },
  vjp: (cotangent, node) => [unbroadcast(cotangent, node.inputs[0].shape)],
  batch([x], _, node, size) {
    const [, ...rest] = x.shape;
    const ones = new Array<number>(node.shape.length - rest.length).fill(1);
    return broadcastTo(reshape(x, [size, ...ones, ...rest]), [size, ...node.shape]);
  },
  evaluate([x], node) {
    const from = broadcastOffsets(x.shape, node.shape);
    return { data: allocateWide(x.dtype, from.length).map((_, i) => x.data[from[i]]), shape: node.shape, dtype: x.dtype };
  },
  lower: (emit, [x], node) => emit.node('Expand', [x, emit.integers(node.shape)]),
};

/** The same elements, row by row, in another shape; one length may be -1 and is then worked out. */
export function reshape(x: TensorLike, shape: Shape): Tensor {
  const value = lift(x);
  const open = shape.indexOf(-1);
  let full = shape;
  if (open >= 0) {
    const known = sizeOf(shape.filter((_, axis) => axis !== open));
    const rest = value.size / known;
    if (!Number.isInteger(rest) || shape.indexOf(-1, open + 1) >= 0) throw new ShapeError('reshape', [value], `the -1 in ${formatShape(shape)} has no whole solution.`);
    full = shape.map((length, axis) => (axis === open ? rest : length));
  }
  return sameShape(full, value.shape) ? value : apply(reshapePrimitive, [value], { shape: [...full] });
}

/** All rows of x (..., C) as one matrix, (N, C). */
export function asRows(x: Tensor): Tensor {
  return reshape(x, [sizeOf(x.shape.slice(0, -1)), x.shape[x.rank - 1]]);
}

/** The axes in the given order, by default reversed. */
export function transpose(x: TensorLike, order?: readonly number[]): Tensor {
  const value = lift(x);
  const axes = (order ?? value.shape.map((_, axis) => value.rank - 1 - axis)).map((axis) => axisOf('transpose', value, axis));
  if (axes.length !== value.rank || new Set(axes).size !== axes.length) throw new ShapeError('transpose', [value], `the order ${JSON.stringify(order)} must name each axis once.`);
  return axes.every((axis, i) => axis === i) ? value : apply(transposePrimitive, [value], { order: axes });
}

/** Two axes exchanged. */
export function swapAxes(x: TensorLike, first: number, second: number): Tensor {
  const value = lift(x);
  const order = value.shape.map((_, axis) => axis);
  const [a, b] = [axisOf('swapAxes', value, first), axisOf('swapAxes', value, second)];
  [order[a], order[b]] = [order[b], order[a]];
  return transpose(value, order);
}

/** Copies along new leading axes and axes of length 1. */
export function broadcastTo(x: TensorLike, shape: Shape): Tensor {
  const value = lift(x);
  return sameShape(value.shape, shape) ? value : apply(broadcastPrimitive, [value], { shape: [...shape] });
}

/** A new axis of length 1, at the place it has in the result. */
export function expandDims(x: TensorLike, axis: number): Tensor {
  const value = lift(x);
  return expandAxes(value, [axisOf('expandDims', value, axis, value.rank + 1)]);
}

/** New axes of length 1, rising, at the places they have in the result. */
export function expandAxes(x: Tensor, axes: readonly number[]): Tensor {
  const shape = [...x.shape];
  for (const axis of axes) shape.splice(axis, 0, 1);
  return reshape(x, shape);
}

/** Without an axis of length 1, or without all such axes. */
export function squeeze(x: TensorLike, axis?: number): Tensor {
  const value = lift(x);
  if (axis === undefined) return reshape(value, value.shape.filter((length) => length !== 1));
  const at = axisOf('squeeze', value, axis);
  if (value.shape[at] !== 1) throw new ShapeError('squeeze', [value], `axis ${axis} has length ${value.shape[at]}, not 1.`);
  return reshape(value, value.shape.filter((_, i) => i !== at));
}
