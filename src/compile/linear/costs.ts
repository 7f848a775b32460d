import type { Index } from './path.js';

/*
 * Nanoseconds, roughly, of one core: what decides is which of two ways takes several times as long.
 */

/** A matrix product multiplies so many pairs, */
const pairsMultiplied = 60;
/** or reads and writes so many numbers where it is thin. */
const numbersRead = 4;
const numbersScaled = 2;
const numbersScaledAndSummed = 1;
/** What any operation takes beside. */
export const operation = 2000;
/** What each of many small products takes beside. */
const smallProduct = 300;

/** p products of matrices (m, k) and (k, n). */
export function productCost(p: number, m: number, n: number, k: number): number {
  return p * ((m * n * k) / pairsMultiplied + (m * k + k * n + m * n) / numbersRead + (p > 1 ? smallProduct : 0));
}

/** One operation on as many numbers. */
export function scalingCost(size: number): number {
  return size / numbersScaled;
}

/** Whether those products are better than all pairs, multiplied and summed. */
export function isProduct(p: number, m: number, n: number, k: number): boolean {
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
