import type { Primitive } from '../graph/primitive.js';
import type { Product } from '../graph/primitives/matmul.js';
import { belowTransformations } from './below.js';

/** relu?(factor * a b + c) of matrices, c optional: one kernel of the runtime. Made by `fuse`, after all transformations. */
export const fusedPrimitive: Primitive<Product & { readonly relu: boolean }> = {
  name: 'fused',
  ...belowTransformations('A fused product exists'),
  lower(emit, inputs, node) {
    const { transposeA, transposeB, factor, relu } = node.attributes;
    const attributes = { transA: Number(transposeA), transB: Number(transposeB), alpha: { float: factor } };
    if (!relu) return emit.node('Gemm', inputs, attributes);
    return emit.portable ? emit.node('Relu', [emit.node('Gemm', inputs, attributes)]) : emit.node('FusedGemm', inputs, { ...attributes, activation: 'Relu' }, 'com.microsoft');
  },
};
