import { allocateWide } from '../dtype.js';
import { axisOf } from '../axes.js';
import { ShapeError } from '../errors.js';
import type { Primitive } from '../primitive.js';
import { formatShape, sizeOf, stridesOf, type Shape } from '../shape.js';
import { ndarray } from '../ndarray.js';
import { apply, type Tensor } from '../tensor.js';
import { stridedOffsets } from './elementwise.js';
import { lift, type TensorLike } from './leaves.js';
import { broadcastTo } from './layout.js';

/** From starts to before ends on each axis. */
export interface Block { readonly starts: readonly number[]; readonly ends: readonly number[] }

export const slicePrimitive: Primitive<Block> = {
  name: 'slice',
  infer([x], { starts, ends }) {
    if (starts.some((start, axis) => start < 0 || ends[axis] > x.shape[axis] || start > ends[axis])) {
      throw new ShapeError('slice', [x], `the block from ${formatShape(starts)} to before ${formatShape(ends)} leaves the tensor.`);
    }
    return { shape: starts.map((start, axis) => ends[axis] - start), dtype: x.dtype };
  },
  vjp(cotangent, node) {
    const { starts, ends } = node.attributes;
    return [padBlock(cotangent, starts, node.inputs[0].shape.map((length, axis) => length - ends[axis]))];
  },
  batch: ([x], _, node, size) => sliceBlock(x, [0, ...node.attributes.starts], [size, ...node.attributes.ends]),
  evaluate([x], node) {
    const strides = stridesOf(x.shape);
    const from = stridedOffsets(node.shape, strides, node.attributes.starts.reduce((total, start, axis) => total + start * strides[axis], 0));
    return { data: allocateWide(x.dtype, from.length).map((_, i) => x.data[from[i]]), shape: node.shape, dtype: x.dtype };
  },
  lower(emit, [x], node) {
    const { starts, ends } = node.attributes;
    const axes = starts.map((_, axis) => axis).filter((axis) => starts[axis] !== 0 || ends[axis] !== node.inputs[0].shape[axis]);
    return emit.node('Slice', [x, emit.integers(axes.map((axis) => starts[axis])), emit.integers(axes.map((axis) => ends[axis])), emit.integers(axes)]);
  },
};

interface Border { readonly low: readonly number[]; readonly high: readonly number[] }

/** Zeros (false) around a tensor. */
export const padPrimitive: Primitive<Border> = {
  name: 'pad',
  infer([x], { low, high }) {
    if (low.length !== x.shape.length || [...low, ...high].some((width) => width < 0 || !Number.isInteger(width))) {
      throw new ShapeError('pad', [x], `widths must be whole, not negative, and two for each axis; got ${JSON.stringify(low)} before and ${JSON.stringify(high)} after.`);
    }
    return { shape: x.shape.map((length, axis) => low[axis] + length + high[axis]), dtype: x.dtype };
  },
  vjp(cotangent, node) {
    const { low } = node.attributes;
    return [sliceBlock(cotangent, low, low.map((width, axis) => width + node.inputs[0].shape[axis]))];
  },
  batch: ([x], _, node) => padBlock(x, [0, ...node.attributes.low], [0, ...node.attributes.high]),
  evaluate([x], node) {
    const data = allocateWide(x.dtype, sizeOf(node.shape));
    const strides = stridesOf(node.shape);
    const to = stridedOffsets(x.shape, strides, node.attributes.low.reduce((total, width, axis) => total + width * strides[axis], 0));
    for (let i = 0; i < to.length; i++) data[to[i]] = x.data[i];
    return { data, shape: node.shape, dtype: x.dtype };
  },
  lower(emit, [x], node) {
    const { low, high } = node.attributes;
    const pads = emit.integers([...low, ...high]);
    if (node.dtype !== 'bool') return emit.node('Pad', [x, pads]);
    // The runtime pads numbers only.
    return emit.node('Cast', [emit.node('Pad', [emit.node('Cast', [x], { to: 6 }), pads])], { to: 9 });
  },
};

export const concatPrimitive: Primitive<{ axis: number }> = {
  name: 'concat',
  infer(inputs, { axis }) {
    const [first] = inputs;
    const fits = inputs.every((x) => x.dtype === first.dtype && x.shape.length === first.shape.length && x.shape.every((length, i) => i === axis || length === first.shape[i]));
    if (!fits) throw new ShapeError('concat', inputs, `all must have one dtype and, but for axis ${axis}, one shape.`);
    return { shape: first.shape.map((length, i) => (i === axis ? inputs.reduce((total, x) => total + x.shape[axis], 0) : length)), dtype: first.dtype };
  },
  vjp(cotangent, node, needed) {
    const { axis } = node.attributes;
    let start = 0;
    return node.inputs.map((x, i) => {
      const from = start;
      start += x.shape[axis];
      if (!needed[i]) return null;
      return sliceBlock(cotangent, x.shape.map((_, at) => (at === axis ? from : 0)), x.shape.map((length, at) => (at === axis ? from + length : length)));
    });
  },
  batch(inputs, batched, node, size) {
    const whole = inputs.map((x, i) => (batched[i] ? x : broadcastTo(x, [size, ...x.shape])));
    return apply(concatPrimitive, whole, { axis: node.attributes.axis + 1 });
  },
  evaluate(inputs, node) {
    const { axis } = node.attributes;
    const data = allocateWide(node.dtype, sizeOf(node.shape));
    const strides = stridesOf(node.shape);
    let start = 0;
    for (const x of inputs) {
      const to = stridedOffsets(x.shape, strides, start * strides[axis]);
      for (let i = 0; i < to.length; i++) data[to[i]] = x.data[i];
      start += x.shape[axis];
    }
    return { data, shape: node.shape, dtype: node.dtype };
  },
  lower: (emit, inputs, node) => emit.node('Concat', inputs, { axis: node.attributes.axis }),
};

/** The block from `starts` to before `ends`; the tensor itself where that is all of it. */
export function sliceBlock(x: Tensor, starts: readonly number[], ends: readonly number[]): Tensor {
  const whole = starts.every((start) => start === 0) && ends.every((end, axis) => end === x.shape[axis]);
  return whole ? x : apply(slicePrimitive, [x], { starts, ends });
}

/** Zeros before and after each axis; the tensor itself where there are none. */
export function padBlock(x: Tensor, low: readonly number[], high: readonly number[]): Tensor {
  return [...low, ...high].every((width) => width === 0) ? x : apply(padPrimitive, [x], { low, high });
}

/** The tensors one after the other along an axis. */
export function concat(list: readonly TensorLike[], axis = 0): Tensor {
  if (list.length === 0) throw new TypeError('concat needs at least one tensor.');
  const inputs = list.map((x) => lift(x));
  const at = axisOf('concat', inputs[0], axis);
  return inputs.length === 1 ? inputs[0] : apply(concatPrimitive, inputs, { axis: at });
}

export function zeros(shape: Shape, dtype: Tensor['dtype'] = 'float32'): Tensor { return full(shape, 0, dtype); }
export function ones(shape: Shape, dtype: Tensor['dtype'] = 'float32'): Tensor { return full(shape, 1, dtype); }
/** One value everywhere. */
export function full(shape: Shape, value: number, dtype: Tensor['dtype'] = 'float32'): Tensor {
  return broadcastTo(lift(ndarray([value], [], dtype)), shape);
}
