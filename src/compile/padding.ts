import type { Geometry } from '../graph/primitives/conv-tables.js';

/** What windows read along an axis: the pixels from one to before another, none where that does not come later, and how many zeros before and after them. */
export function readAlong(axis: 0 | 1, { input, kernel, output, stride, before }: Geometry): { from: number; to: number; low: number; high: number } {
  const end = (output[axis] - 1) * stride[axis] + kernel[axis] - before[axis];
  return { from: Math.max(0, -before[axis]), to: Math.min(input[axis], end), low: Math.max(0, before[axis]), high: Math.max(0, end - input[axis]) };
}

/** Zeros below and to the right of the input; what no window reaches needs none. */
export function paddingAfter(geometry: Geometry): [number, number] {
  return [readAlong(0, geometry).high, readAlong(1, geometry).high];
}

/** Whether a convolution that is told its padding alone has these windows: none begins inside of the input, and none is left out at its end. */
export function isPaddable(geometry: Geometry): boolean {
  const { input, kernel, output, stride, before } = geometry;
  const after = paddingAfter(geometry);
  return ([0, 1] as const).every((axis) => before[axis] >= 0 && Math.floor((before[axis] + input[axis] + after[axis] - kernel[axis]) / stride[axis]) + 1 === output[axis]);
}
