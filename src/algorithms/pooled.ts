import { concat, ones, type Tensor } from '../graph/index.js';
import type { Examples } from '../tasks/index.js';
import type { Algorithm } from './algorithm.js';

/** The rows of both sets as one. */
export function pooled(a: Examples, b: Examples): Examples {
  const together = (of: (examples: Examples) => Tensor): Tensor => concat([of(a), of(b)]);
  const mask = a.mask || b.mask ? { mask: together(({ mask, x }) => mask ?? ones([x.shape[0]])) } : {};
  return { x: together(({ x }) => x), y: together(({ y }) => y), ...mask };
}

/** `extend` of an algorithm whose adapted form can be adapted again: on all rows, so that the known ones are not forgotten. */
export function adaptFurther<P>(adapt: Algorithm<P, P>['adapt']): NonNullable<Algorithm<P, P>['extend']> {
  return (phi, { support, known, classes }, call) => adapt(phi, { support: pooled(known, support), classes }, call);
}
