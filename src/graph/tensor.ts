import type { DType } from './dtype.js';
import type { Primitive } from './primitive.js';
import { formatShape, sizeOf, type Shape } from './shape.js';

let created = 0;

/**
 * A node of a graph: a value that will be computed, not the value itself. Immutable, nothing to free.
 *
 * `id` grows with creation, so the ids of a node's inputs are smaller than its own: sorting by id is a topological
 * order, and what was made before some node cannot depend on it.
 */
export class Tensor<A = unknown> {
  readonly id: number = ++created;

  constructor(
    readonly primitive: Primitive<A>,
    readonly inputs: readonly Tensor[],
    readonly attributes: A,
    readonly shape: Shape,
    readonly dtype: DType,
  ) {}

  get rank(): number {
    return this.shape.length;
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  toString(): string {
    return `${this.primitive.name} ${this.dtype}${formatShape(this.shape)}`;
  }
}

/** The node of `primitive` applied to `inputs`. All operations end here. */
export function apply<A>(primitive: Primitive<A>, inputs: readonly Tensor[], attributes: A): Tensor {
  const { shape, dtype } = primitive.infer(inputs, attributes);
  return new Tensor(primitive, inputs, attributes, shape, dtype) as Tensor;
}
