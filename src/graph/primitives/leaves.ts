import { ndarray, isNdArray, type NdArray, type Nested } from '../ndarray.js';
import type { DType } from '../dtype.js';
import type { Primitive } from '../primitive.js';
import type { Shape } from '../shape.js';
import { Tensor } from '../tensor.js';

/** What operations accept in place of a tensor. */
export type TensorLike = Tensor | NdArray | number | boolean;

function leaf<A>(name: string, rest: Partial<Primitive<A>>): Primitive<A> {
  return {
    name,
    infer: () => { throw new Error(`${name} is made directly, not applied.`); },
    vjp: () => [],
    batch: () => { throw new Error(`${name} has nothing to batch.`); },
    ...rest,
  };
}

/** Data known when tracing. */
export const constantPrimitive: Primitive<{ value: NdArray }> = leaf('constant', {
  evaluate: (_, node) => node.attributes.value,
  lower: (emit, _, node) => emit.constant(node.attributes.value),
});

/** A value that is given when the program runs, or that a transformation will replace. */
export const placeholderPrimitive: Primitive<{ label: string }> = leaf('placeholder', {
  evaluate: (_, node) => { throw unbound(node); },
  lower: (_, __, node) => { throw unbound(node); },
});

function unbound(node: Tensor<{ label: string }>): Error {
  return new Error(`${node.attributes.label} has no value here. A tensor made inside a function given to vmap or compile was used outside of it: return it from the function instead.`);
}

export function constant(value: NdArray): Tensor {
  return new Tensor(constantPrimitive, [], { value }, value.shape, value.dtype) as Tensor;
}

export function placeholder(shape: Shape, dtype: DType, label = 'An input'): Tensor {
  return new Tensor(placeholderPrimitive, [], { label }, shape, dtype) as Tensor;
}

/** A constant tensor from nested numbers or host data. */
export function tensor(values: Nested | NdArray | TensorLike, dtype?: DType): Tensor {
  if (values instanceof Tensor) return values;
  return constant(isNdArray(values) ? (dtype ? ndarray(values.data, values.shape, dtype) : values) : ndarray(values, undefined, dtype));
}

/** `value` as a tensor; numbers take the dtype of the operand that they meet. */
export function lift(value: TensorLike, like?: Tensor): Tensor {
  if (value instanceof Tensor) return value;
  if (typeof value === 'number') return constant(ndarray(value, [], like?.dtype === 'int32' && Number.isInteger(value) ? 'int32' : 'float32'));
  if (typeof value === 'boolean' || isNdArray(value)) return tensor(value);
  throw new TypeError(`Expected a tensor, a host array or a number, got ${value === null ? 'null' : typeof value}. Wrap nested lists with ndarray([...]).`);
}

/** The number of a scalar constant, or undefined. */
export function scalarValue(node: Tensor): number | undefined {
  return node.primitive === (constantPrimitive as Primitive) && node.size === 1 ? (node.attributes as { value: NdArray }).value.data[0] : undefined;
}

/** The data of a constant, or undefined. */
export function constantValue(node: Tensor): NdArray | undefined {
  return node.primitive === (constantPrimitive as Primitive) ? (node.attributes as { value: NdArray }).value : undefined;
}
