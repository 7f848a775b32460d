import { allocateWide, type DType } from '../dtype.js';
import { ShapeError } from '../errors.js';
import type { Emitter, Primitive } from '../primitive.js';
import { apply, type Tensor } from '../tensor.js';
import { elementwise } from './elementwise.js';
import { lift, type TensorLike } from './leaves.js';
import { dividedInFull } from './quotient.js';

export const wherePrimitive = elementwise({
  name: 'where', onnx: lowerWhere, evaluate: (condition, a, b) => (condition ? a : b),
  derivatives: [null, (g, _, condition) => where(condition, g, 0), (g, _, condition) => where(condition, 0, g)],
  dtype: ([condition, a, b]) => (condition === 'bool' && a === b ? a : undefined),
});

/** The runtime has no Where of bools. */
function lowerWhere(emit: Emitter, inputs: readonly string[], node: Tensor): string {
  if (node.dtype !== 'bool') return emit.node('Where', inputs);
  const [condition, a, b] = inputs;
  return emit.node('Or', [emit.node('And', [condition, a]), emit.node('And', [emit.node('Not', [condition]), b])]);
}

/** a where the condition holds, b elsewhere. What is not chosen gets a derivative of exactly zero. */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  const second = lift(b, typeof a === 'object' ? lift(a) : undefined);
  return apply(wherePrimitive, [lift(condition), lift(a, second), second], null);
}

const onnxType: Record<DType, number> = { float32: 1, int32: 6, bool: 9 };

export const castPrimitive: Primitive<{ to: DType }> = {
  name: 'cast',
  infer([x], { to }) {
    if (!(to in onnxType)) throw new ShapeError('cast', [x], `there is no dtype ${to}; take 'float32', 'int32' or 'bool'.`);
    return { shape: x.shape, dtype: to };
  },
  vjp: (cotangent, node) => [node.inputs[0].dtype === 'float32' && node.dtype === 'float32' ? cotangent : null],
  batch: ([x], _, node) => cast(x, node.attributes.to),
  evaluate: ([x], node) => {
    const { to } = node.attributes;
    const data = allocateWide(to, x.data.length);
    for (let i = 0; i < data.length; i++) data[i] = to === 'bool' ? Number(x.data[i] !== 0) : x.data[i];
    return { data, shape: x.shape, dtype: to };
  },
  lower: (emit, inputs, node) => emit.node('Cast', inputs, { to: onnxType[node.attributes.to] }),
};

/** The same values in another dtype; fractions are cut towards zero, and everything but zero is true. */
export function cast(x: TensorLike, dtype: DType): Tensor {
  const value = lift(x);
  return value.dtype === dtype ? value : apply(castPrimitive, [dtype === 'int32' ? dividedInFull(value) : value], { to: dtype });
}
