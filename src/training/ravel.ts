import { allocate } from '../graph/dtype.js';
import type { NdArray } from '../graph/ndarray.js';
import { formatShape, sizeOf } from '../graph/shape.js';
import { leavesOf, pathsOf, unflatten } from '../graph/tree.js';

/**
 * Parameters as one flat vector, in the order of `leavesOf`: few graph nodes for the optimiser, one array to send.
 * @throws TypeError where a leaf is not float32.
 */
export function ravel(tree: unknown): Float32Array {
  const leaves = leavesOf<NdArray>(tree);
  const flat = new Float32Array(leaves.reduce((total, leaf) => total + leaf.data.length, 0));
  let offset = 0;
  leaves.forEach((leaf, index) => {
    if (leaf.dtype !== 'float32') throw new TypeError(`Parameters must be float32, but ${pathsOf(tree)[index]} is ${leaf.dtype}${formatShape(leaf.shape)}.`);
    flat.set(leaf.data, offset);
    offset += leaf.data.length;
  });
  return flat;
}

/**
 * The inverse of `ravel`: a copy of `flat` in the structure and shapes of `like`.
 * @throws RangeError where `flat` has another number of elements.
 */
export function unravel<T>(flat: Float32Array, like: T): T {
  let offset = 0;
  const leaves = leavesOf<NdArray>(like).map(({ shape }): NdArray => {
    const data = allocate('float32', sizeOf(shape)) as Float32Array;
    data.set(flat.subarray(offset, offset + data.length));
    offset += data.length;
    return { data, shape, dtype: 'float32' };
  });
  if (offset !== flat.length) throw new RangeError(`The parameters have ${offset} elements, but ${flat.length} were given.`);
  return unflatten(like, leaves);
}
