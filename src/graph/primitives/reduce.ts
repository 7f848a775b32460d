import { allocateWide } from '../dtype.js';
import { axesOf, axisOf } from '../axes.js';
import { ShapeError } from '../errors.js';
import { ndarray, type NdArray } from '../ndarray.js';
import type { Emitter, Primitive } from '../primitive.js';
import { sameShape, sizeOf, stridesOf, type Shape } from '../shape.js';
import { apply, type Tensor } from '../tensor.js';
import { stridedOffsets } from './elementwise.js';
import { lift, type TensorLike } from './leaves.js';
import { broadcastTo, expandAxes, reshape, transpose } from './layout.js';
import { oneHot } from '../ops/indexing.js';
import { where } from './select.js';

interface Axes { readonly axes: readonly number[] }

function reduction(name: string, spec: Pick<Primitive<Axes>, 'vjp' | 'lower'> & { initial: number; combine: (a: number, b: number) => number }): Primitive<Axes> {
  return {
    name,
    infer([x], { axes }) {
      if (x.dtype === 'bool') throw new ShapeError(name, [x], 'bool has no order or sum; cast it first.');
      return { shape: x.shape.filter((_, axis) => !axes.includes(axis)), dtype: x.dtype };
    },
    vjp: spec.vjp,
    batch: ([x], _, node) => apply(node.primitive, [x], { axes: node.attributes.axes.map((axis) => axis + 1) }),
    evaluate([x], node) {
      const data = allocateWide(node.dtype, sizeOf(node.shape)).fill(node.dtype === 'int32' ? Math.max(spec.initial, -(2 ** 31)) : spec.initial);
      const targets = reducedOffsets(x.shape, node.attributes.axes);
      for (let i = 0; i < x.data.length; i++) data[targets[i]] = spec.combine(data[targets[i]], x.data[i]);
      return { data, shape: node.shape, dtype: node.dtype };
    },
    lower: spec.lower,
  };
}

/** Which element of the result each element of the input goes to. */
function reducedOffsets(shape: Shape, axes: readonly number[]): Int32Array {
  const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const strides = stridesOf(kept).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  return stridedOffsets(shape, strides);
}

export const sumPrimitive = reduction('sum', {
  initial: 0,
  combine: (a, b) => a + b,
  vjp: (cotangent, node) => [broadcastTo(expandAxes(cotangent, (node.attributes as Axes).axes), node.inputs[0].shape)],
  lower: (emit, [x], node) => lowerSum(emit, x, node as Tensor<Axes>),
});

/** ONNX Runtime sums columns by a product with ones several times as fast as by ReduceSum: five times for long ones, and ten times for wide rows of which there are at most 16. */
function lowerSum(emit: Emitter, x: string, node: Tensor<Axes>): string {
  const { axes } = node.attributes;
  const { shape } = node.inputs[0];
  const rows = sizeOf(shape.slice(0, axes.length));
  const leading = axes.every((axis, i) => axis === i) && axes.length < shape.length;
  if (!leading || rows < 2 || node.dtype !== 'float32') return emit.node('ReduceSum', [x, emit.integers(axes)], { keepdims: 0 });
  const matrix = [rows, node.size];
  const flat = sameShape(shape, matrix) ? x : emit.node('Reshape', [x, emit.integers(matrix)]);
  const total = emit.node('MatMul', [emit.constant(ndarray(new Float32Array(rows).fill(1))), flat]);
  return node.shape.length === 1 ? total : emit.node('Reshape', [total, emit.integers(node.shape)]);
}

export const maxPrimitive = reduction('max', {
  initial: -Infinity,
  combine: (a, b) => (b > a || Number.isNaN(b) ? b : a),
  vjp: (cotangent, node) => {
    // The whole cotangent goes to the first of the largest, found in a copy whose last axis holds the reduced ones.
    const [x] = node.inputs;
    const { axes } = node.attributes as Axes;
    const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const order = [...kept, ...axes];
    const moved = transpose(x, order);
    const count = sizeOf(axes.map((axis) => x.shape[axis]));
    const winner = argmax(reshape(moved, [...node.shape, count]), -1);
    const spread = where(oneHot(winner, count, 'bool'), reshape(cotangent, [...node.shape, 1]), 0);
    const inverse = order.map((_, axis) => order.indexOf(axis));
    return [transpose(reshape(spread, moved.shape), inverse)];
  },
  lower(emit, [x], node) {
    const { axes } = node.attributes as Axes;
    const largest = lowerPeak(emit, [x], node as Tensor<Axes>);
    if (node.dtype !== 'float32') return largest;
    // The runtime passes over some NaNs, by where they stand. In a sum of sizes none is lost.
    const sizes = emit.node('ReduceL1', [x], { axes, keepdims: 0 });
    return emit.node('Where', [emit.node('IsNaN', [sizes]), sizes, largest]);
  },
});

function lowerPeak(emit: Emitter, [x]: readonly string[], { attributes: { axes } }: Tensor<Axes>): string {
  return emit.node('ReduceMax', [x], { axes, keepdims: 0 });
}

/** The largest in one pass, or any value where one is NaN. */
const peakPrimitive: Primitive<Axes> = { ...maxPrimitive, name: 'peak', lower: lowerPeak };

export const argmaxPrimitive: Primitive<{ axis: number }> = {
  name: 'argmax',
  infer([x], { axis }) {
    if (x.dtype === 'bool') throw new ShapeError('argmax', [x], 'bool has no order or sum; cast it first.');
    return { shape: x.shape.filter((_, i) => i !== axis), dtype: 'int32' };
  },
  vjp: () => [null],
  batch: ([x], _, node) => apply(argmaxPrimitive, [x], { axis: node.attributes.axis + 1 }),
  evaluate([x], node): NdArray {
    const targets = reducedOffsets(x.shape, [node.attributes.axis]);
    const best = new Float64Array(sizeOf(node.shape)).fill(-Infinity);
    const data = new Int32Array(best.length);
    const stride = stridesOf(x.shape)[node.attributes.axis];
    const length = x.shape[node.attributes.axis];
    for (let i = 0; i < x.data.length; i++) {
      if (x.data[i] > best[targets[i]]) {
        best[targets[i]] = x.data[i];
        data[targets[i]] = Math.floor(i / stride) % length;
      }
    }
    return { data, shape: node.shape, dtype: 'int32' };
  },
  lower: (emit, inputs, node) => emit.node('Cast', [emit.node('ArgMax', inputs, { axis: node.attributes.axis, keepdims: 0 })], { to: 6 }),
};

export interface ReduceOptions {
  /** Keep the reduced axes with length 1. */
  readonly keepDims?: boolean;
}

function reduce(primitive: Primitive<Axes>, value: TensorLike, which?: number | readonly number[], options?: ReduceOptions): Tensor {
  const x = lift(value);
  const axes = axesOf(primitive.name, x, which);
  const reduced = axes.length ? apply(primitive, [x], { axes }) : x;
  return options?.keepDims ? expandAxes(reduced, axes) : reduced;
}

/** The sum over the named axes, by default all. */
export function sum(x: TensorLike, axes?: number | readonly number[], options?: ReduceOptions): Tensor { return reduce(sumPrimitive, x, axes, options); }

/** The largest over the named axes, by default all; its derivative goes to the first of equals. */
export function max(x: TensorLike, axes?: number | readonly number[], options?: ReduceOptions): Tensor { return reduce(maxPrimitive, x, axes, options); }

/** `max` for what is subtracted from the very numbers that it is taken of, where a NaN is not lost: one pass in place of two. */
export function peak(x: Tensor, axes?: number | readonly number[]): Tensor { return reduce(peakPrimitive, x, axes, { keepDims: true }); }

/** The index, int32, of the first of the largest along an axis, by default the last. */
export function argmax(x: TensorLike, axis = -1): Tensor {
  const value = lift(x);
  return apply(argmaxPrimitive, [value], { axis: axisOf('argmax', value, axis) });
}
