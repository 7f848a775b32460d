import type { Primitive } from '../graph/primitive.js';
import { Tensor } from '../graph/tensor.js';
import { belowTransformations } from './below.js';

interface Strided { readonly starts: readonly number[]; readonly strides: readonly number[] }

const stridedPrimitive: Primitive<Strided> = {
  name: 'strided',
  ...belowTransformations('A strided slice exists'),
  lower(emit, [x], node) {
    const { starts, strides } = node.attributes;
    const ends = starts.map((start, axis) => start + (node.shape[axis] - 1) * strides[axis] + 1);
    return emit.node('Slice', [x, emit.integers(starts), emit.integers(ends), emit.integers(starts.map((_, axis) => axis)), emit.integers(strides)]);
  },
};

/** What stands at the starts, and `strides` further along each axis, as often as `shape` says. Made after all transformations. */
export function strided(x: Tensor, starts: readonly number[], strides: readonly number[], shape: readonly number[]): Tensor {
  return new Tensor(stridedPrimitive, [x], { starts, strides }, shape, x.dtype) as Tensor;
}
