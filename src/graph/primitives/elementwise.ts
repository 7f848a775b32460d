import { allocateWide, type DType } from '../dtype.js';
import { ShapeError } from '../errors.js';
import type { NdArray } from '../ndarray.js';
import type { Emitter, Primitive, Signature } from '../primitive.js';
import { broadcastShapes, sameShape, sizeOf, stridesOf, type Shape } from '../shape.js';
import { apply, type Tensor } from '../tensor.js';
import { reshape } from './layout.js';
import { sum } from './reduce.js';

interface Elementwise {
  readonly name: string;
  /** ONNX operator, or how to write it. */
  readonly onnx: string | ((emit: Emitter, inputs: readonly string[], node: Tensor) => string);
  readonly evaluate: (...values: number[]) => number;
  /** The cotangent of each input, before it is summed to the input's shape; null where the derivative is zero. */
  readonly derivatives: readonly (((cotangent: Tensor, result: Tensor, ...inputs: Tensor[]) => Tensor) | null)[];
  /** The dtype of the result, from those of the inputs; undefined where they do not fit. Default: all alike and not bool. */
  readonly dtype?: (dtypes: readonly DType[]) => DType | undefined;
}

/** A primitive that works on each element, with NumPy broadcasting. */
export function elementwise(spec: Elementwise): Primitive<null> {
  const dtypeOf = spec.dtype ?? numeric;
  return {
    name: spec.name,
    infer(inputs) {
      const dtype = dtypeOf(inputs.map((input) => input.dtype));
      if (!dtype) throw new ShapeError(spec.name, inputs, 'these dtypes do not go together; convert with cast(x, dtype).');
      let shape: Shape | undefined = inputs[0].shape;
      for (let i = 1; i < inputs.length && shape; i++) shape = sameShape(shape, inputs[i].shape) ? shape : broadcastShapes(shape, inputs[i].shape);
      if (!shape) throw new ShapeError(spec.name, inputs, 'these shapes do not broadcast: read from the right, lengths must be equal or 1.');
      return { shape, dtype };
    },
    vjp: (cotangent, node, needed) =>
      node.inputs.map((input, i) => {
        const derivative = needed[i] ? spec.derivatives[i] : null;
        return derivative ? unbroadcast(derivative(cotangent, node, ...node.inputs), input.shape) : null;
      }),
    batch(inputs, batched, node) {
      return apply(node.primitive, alignBatched(inputs, batched), null);
    },
    evaluate: (inputs, node) => evaluate(spec.evaluate, inputs, node),
    lower: (emit, inputs, node) => (typeof spec.onnx === 'string' ? emit.node(spec.onnx, inputs) : spec.onnx(emit, inputs, node as Tensor)),
  };
}

function numeric(dtypes: readonly DType[]): DType | undefined {
  return dtypes[0] !== 'bool' && dtypes.every((dtype) => dtype === dtypes[0]) ? dtypes[0] : undefined;
}

/** Ones between the batch axis and the rest, so that operands of different rank still line up from the right. */
export function alignBatched(inputs: readonly Tensor[], batched: readonly boolean[]): Tensor[] {
  const rank = Math.max(...inputs.map((input, i) => input.rank - (batched[i] ? 1 : 0)));
  return inputs.map((input, i) => {
    if (!batched[i] || input.rank === rank + 1) return input;
    const [size, ...rest] = input.shape;
    return reshape(input, [size, ...new Array<number>(rank - rest.length).fill(1), ...rest]);
  });
}

/** Sums a cotangent over the axes along which the input was broadcast. */
export function unbroadcast(cotangent: Tensor, shape: Shape): Tensor {
  if (sameShape(cotangent.shape, shape)) return cotangent;
  const extra = cotangent.rank - shape.length;
  const axes: number[] = [];
  for (let axis = 0; axis < cotangent.rank; axis++) {
    if (axis < extra || (shape[axis - extra] === 1 && cotangent.shape[axis] !== 1)) axes.push(axis);
  }
  return reshape(axes.length ? sum(cotangent, axes) : cotangent, shape);
}

function evaluate(f: (...values: number[]) => number, inputs: readonly NdArray[], node: Signature): NdArray {
  const data = allocateWide(node.dtype, sizeOf(node.shape));
  const offsets = inputs.map((input) => (sameShape(input.shape, node.shape) ? null : broadcastOffsets(input.shape, node.shape)));
  const [a, b, c] = inputs.map((input) => input.data);
  const [i, j, k] = offsets;
  for (let at = 0; at < data.length; at++) {
    const first = a[i ? i[at] : at];
    if (!b) data[at] = f(first);
    else if (!c) data[at] = f(first, b[j ? j[at] : at]);
    else data[at] = f(first, b[j ? j[at] : at], c[k ? k[at] : at]);
  }
  return { data, shape: node.shape, dtype: node.dtype };
}

/** Where each element of `shape` reads from in an array of shape `from` that is broadcast to it. */
export function broadcastOffsets(from: Shape, shape: Shape): Int32Array {
  const extra = shape.length - from.length;
  const own = stridesOf(from);
  const steps = shape.map((_, axis) => (axis < extra || from[axis - extra] === 1 ? 0 : own[axis - extra]));
  return stridedOffsets(shape, steps);
}

/** The offset of each element of `shape`, row by row, for the given stride of each axis. */
export function stridedOffsets(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  const offsets = new Int32Array(sizeOf(shape));
  const position = new Array<number>(shape.length).fill(0);
  let offset = start;
  for (let at = 0; at < offsets.length; at++) {
    offsets[at] = offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offset += strides[axis];
      if (++position[axis] < shape[axis]) break;
      offset -= strides[axis] * shape[axis];
      position[axis] = 0;
    }
  }
  return offsets;
}
