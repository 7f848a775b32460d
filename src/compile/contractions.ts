import { matmulPrimitive, type Product } from '../graph/primitives/matmul.js';
import { apply, type Tensor } from '../graph/tensor.js';
import { attributesOf, is } from './simplify/match.js';

/** Whether a node is a b of two matrices, or a' b where transposed. */
export function isMatrixProduct(node: Tensor, transposed: boolean): boolean {
  if (!is(node, 'matmul') || node.rank !== 2) return false;
  const { transposeA, transposeB, factor } = attributesOf<Product>(node);
  return transposeA === transposed && !transposeB && factor === 1;
}

/** Whether a node is a' b, which sums over rows. */
export function isContraction(node: Tensor): boolean {
  return isMatrixProduct(node, true);
}

/** Whether a node is the sum of the rows of a matrix. */
export function isSumOfRows(node: Tensor): boolean {
  return is(node, 'sum') && node.rank === 1 && attributesOf<{ axes: readonly number[] }>(node).axes.join() === '0';
}

/** The sum of the rows of p, or p' p. */
export function sumsOver(node: Tensor, p: Tensor): boolean {
  return isSumOfRows(node) ? node.inputs[0] === p : isContraction(node) && node.inputs[0] === p && node.inputs[1] === p;
}

export function times(a: Tensor, b: Tensor, transposed: { readonly transposeA?: boolean; readonly transposeB?: boolean } = {}): Tensor {
  return apply(matmulPrimitive, [a, b], { transposeA: false, transposeB: false, factor: 1, ...transposed });
}
