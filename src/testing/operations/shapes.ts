import fc from 'fast-check';
import type { Shape } from '../../graph/index.js';

/** Shapes of `least` to `most` axes, each of length 1 to 3. */
export function shapes(least = 0, most = 3): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: 1, max: 3 }), { minLength: least, maxLength: most });
}

/** Two shapes that broadcast together. */
export const shapePairs: fc.Arbitrary<[Shape, Shape]> = fc.tuple(shapes(), fc.array(fc.constantFrom('both', 'both', 'first', 'second'), { minLength: 3, maxLength: 3 }), fc.nat(2), fc.boolean()).map(([shape, which, dropped, swap]) => {
  const a = shape.map((length, axis) => (which[axis] === 'second' ? 1 : length));
  const b = shape.map((length, axis) => (which[axis] === 'first' ? 1 : length)).slice(Math.min(dropped, shape.length));
  return swap ? [b, a] : [a, b];
});

/** A shape and one of its axes, also counted from the end. */
export const shapesWithAxis: fc.Arbitrary<{ shape: number[]; axis: number }> = shapes(1).chain((shape) => fc.record({ shape: fc.constant(shape), axis: fc.integer({ min: -shape.length, max: shape.length - 1 }) }));

/** A shape, some of its axes (undefined: all) and whether to keep them. */
export const reductions: fc.Arbitrary<{ shape: number[]; axes: number | number[] | undefined; keepDims: boolean }> = shapes(1).chain((shape) => {
  const all = shape.map((_, axis) => axis);
  return fc.record({
    shape: fc.constant(shape),
    axes: fc.oneof(fc.constant(undefined), fc.integer({ min: -shape.length, max: shape.length - 1 }), fc.subarray(all, { minLength: 1 }).chain((axes) => fc.shuffledSubarray(axes, { minLength: axes.length }))),
    keepDims: fc.boolean(),
  });
});
