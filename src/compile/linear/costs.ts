import type { Product } from '../../graph/primitives/matmul.js';
import type { Tensor } from '../../graph/tensor.js';
import { attributesOf, is } from '../simplify/match.js';
import type { Index } from './path.js';

/*
 * Nanoseconds, roughly, of one core: what decides is which of two ways takes several times as long.
 */

/** Pairs that a matrix product multiplies in one; where it is thin, numbers that it reads and writes. */
const pairsMultiplied = 60;
const numbersRead = 4;
const numbersScaled = 2;
const numbersScaledAndSummed = 1;
/** What any operation takes beside. */
export const operation = 2000;
/** What each of many small products takes beside. */
const smallProduct = 300;

/** p products of matrices (m, k) and (k, n). */
function productCost(p: number, m: number, n: number, k: number): number {
  return p * ((m * n * k) / pairsMultiplied + (m * k + k * n + m * n) / numbersRead + (p > 1 ? smallProduct : 0));
}

/** One operation on as many numbers. */
export function scalingCost(size: number): number {
  return size / numbersScaled;
}

/** Whether those products are better than all pairs, multiplied and summed. */
export function isBetterAsProduct(p: number, m: number, n: number, k: number): boolean {
  return productCost(p, m, n, k) <= pairsCost(p, m, n, k);
}

function pairsCost(p: number, m: number, n: number, k: number): number {
  return (p * m * n * k) / numbersScaledAndSummed;
}

/** `contract` of tensors that share p * k, and have m and n to themselves; k is what is summed over. */
export function contractionCost(p: number, m: number, n: number, k: number): number {
  return operation + (k === 1 ? scalingCost(p * m * n) : Math.min(productCost(p, m, n, k), pairsCost(p, m, n, k)));
}

export function sizeOfAll(axes: readonly Index[]): number {
  return axes.reduce((size, index) => size * index.size, 1);
}

/** A node as it is. */
export function costOfNode(node: Tensor): number {
  if (!is(node, 'matmul')) return operation + scalingCost(node.size);
  const { transposeA } = attributesOf<Product>(node);
  const [left] = node.inputs;
  const [m, n] = node.shape.slice(-2);
  return operation + productCost(node.size / (m * n), m, n, left.shape[left.rank - (transposeA ? 2 : 1)]);
}
