import { quickselect } from 'd3-array';

/**
 * The best `top` of these items, best first: of the highest score, of equal scores the higher count, then the lower number. Only as many as are wanted are sorted; `items` is put in another order.
 */
export function ranked(items: Int32Array, scores: ArrayLike<number>, counts: ArrayLike<number>, top: number): Int32Array {
  const better = (a: number, b: number): number => scores[b] - scores[a] || counts[b] - counts[a] || a - b;
  // The types know comparisons of any primitives only.
  if (top > 0 && top < items.length) quickselect(items, top - 1, 0, items.length - 1, better as never);
  return items.slice(0, top).sort(better);
}
