import type { DType } from './dtype.js';
import type { NdArray } from './ndarray.js';
import type { Shape } from './shape.js';
import type { Tensor } from './tensor.js';

/** What is known of a tensor before it has a value. */
export interface Signature {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** What a primitive may say to the program that is being written; implemented by compile/. */
export interface Emitter {
  /** Adds an ONNX node with one output and returns the output's name. */
  node(operator: string, inputs: readonly string[], attributes?: OnnxAttributes, domain?: string): string;
  /** The name of a constant; equal constants share one. */
  constant(value: NdArray): string;
  /** The name of an int64 constant, for shapes and axes. */
  integers(values: readonly number[], shape?: Shape): string;
  /** Whether ONNX Runtime's own operators (com.microsoft) may be used, or only standard ones. */
  readonly portable: boolean;
  /** Whether each node runs on one thread, so that kernels which race with several are safe. */
  readonly serial: boolean;
}

export type OnnxAttributes = Readonly<Record<string, number | string | readonly number[] | { readonly float: number } | { readonly floats: readonly number[] }>>;

/**
 * One operation: everything the system knows of it stands in its record. A is the type of its static attributes.
 * Adding an operation means adding one of these.
 */
export interface Primitive<A = unknown> {
  readonly name: string;
  /** The signature of the result. Throws a ShapeError where the inputs do not fit. */
  infer(inputs: readonly Signature[], attributes: A): Signature;
  /** The cotangent of each input, from that of the result; null is zero. Only inputs with `needed` are looked at. */
  vjp(cotangent: Tensor, node: Tensor<A>, needed: readonly boolean[]): readonly (Tensor | null)[];
  /** The operation over a new leading axis of `size`, which those inputs have whose `batched` is true. */
  batch(inputs: readonly Tensor[], batched: readonly boolean[], node: Tensor<A>, size: number): Tensor;
  /** The value in float64. Absent where `expand` says it with others. */
  evaluate?(inputs: readonly NdArray[], node: Tensor<A>): NdArray;
  /** The ONNX nodes; returns the result's name. Absent where `expand` says it with others. */
  lower?(emit: Emitter, inputs: readonly string[], node: Tensor<A>): string;
  /** The same in other primitives, done before simplifying. */
  expand?(inputs: readonly Tensor[], node: Tensor<A>): Tensor;
}
