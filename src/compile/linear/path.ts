import type { Tensor } from '../../graph/tensor.js';
import { reshape } from '../../graph/primitives/layout.js';

/** An axis by identity: where one stands at several tensors they go along it together. */
export interface Index { readonly size: number }

/** A tensor and what its axes are, none of them of length 1. */
export interface Indexed { readonly tensor: Tensor; readonly axes: readonly Index[] }

/**
 * What a varying tensor has to do with one that is linear in it, along one way through the graph: `scale` and the numbers times the product of all tensors, summed over every index that is not in `result` (an Einstein
 * sum). Axes of the result that have length 1 have no index; an index that no tensor has is one that the result is repeated along.
 */
export interface Path {
  readonly scale: number;
  /** Tensors of one element. */
  readonly numbers: readonly Tensor[];
  readonly known: readonly Indexed[];
  readonly varying: Indexed;
  readonly result: readonly (Index | undefined)[];
}

/** A tensor with an index for each of its axes, less those of length 1. */
export function indexed(tensor: Tensor, axes: readonly (Index | undefined)[]): Indexed {
  const kept = axes.filter((_, axis) => tensor.shape[axis] > 1) as Index[];
  return { tensor: reshape(tensor, kept.map(({ size }) => size)), axes: kept };
}

/** The path from a tensor to itself. */
export function pathFrom(tensor: Tensor): Path {
  const result = tensor.shape.map(freshIndex);
  return { scale: 1, numbers: [], known: [], varying: indexed(tensor, result), result };
}

export function freshIndex(size: number): Index | undefined {
  return size > 1 ? { size } : undefined;
}

/** What stands for a tensor whatever axes of length 1 it has. */
export function idOf({ primitive, inputs, id }: Tensor): number {
  return primitive.name === 'reshape' ? inputs[0].id : id;
}
