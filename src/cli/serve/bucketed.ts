import type { HostOf, NdArray } from '../../graph/index.js';
import type { Examples } from '../../tasks/index.js';

/** A support set with masked rows up to a power of two, so that sets of many sizes share few programs. */
export function bucketed({ x, y }: HostOf<Examples>): HostOf<Examples> {
  const rows = x.shape[0];
  const padded = 2 ** Math.ceil(Math.log2(rows));
  return { x: lengthened(x, padded), y: lengthened(y, padded), mask: { data: new Float32Array(padded).fill(1, 0, rows), shape: [padded], dtype: 'float32' } };
}

function lengthened({ data, shape: [rows, ...rest], dtype }: NdArray, to: number): NdArray {
  const longer = new (data.constructor as Float32ArrayConstructor)((data.length / rows) * to);
  longer.set(data);
  return { data: longer, shape: [to, ...rest], dtype };
}
