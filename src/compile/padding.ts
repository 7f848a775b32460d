import type { Geometry } from '../graph/primitives/conv-tables.js';

/** Zeros below and to the right of the input; what no window reaches needs none. */
export function paddingAfter({ input, kernel, output, stride, before }: Geometry): [number, number] {
  const along = (axis: 0 | 1) => Math.max(0, (output[axis] - 1) * stride[axis] + kernel[axis] - before[axis] - input[axis]);
  return [along(0), along(1)];
}

/** Whether a convolution that is told its padding alone has these windows: none begins inside of the input, and none is left out at its end. */
export function isPaddable(geometry: Geometry): boolean {
  const { input, kernel, output, stride, before } = geometry;
  const after = paddingAfter(geometry);
  return ([0, 1] as const).every((axis) => before[axis] >= 0 && Math.floor((before[axis] + input[axis] + after[axis] - kernel[axis]) / stride[axis]) + 1 === output[axis]);
}
