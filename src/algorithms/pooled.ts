import { concat, ones, type Tensor } from '../graph/index.js';
import type { Examples } from '../tasks/index.js';

/** The rows of both sets as one. */
export function pooled(a: Examples, b: Examples): Examples {
  const together = (of: (examples: Examples) => Tensor): Tensor => concat([of(a), of(b)]);
  const mask = a.mask || b.mask ? { mask: together(({ mask, x }) => mask ?? ones([x.shape[0]])) } : {};
  return { x: together(({ x }) => x), y: together(({ y }) => y), ...mask };
}
