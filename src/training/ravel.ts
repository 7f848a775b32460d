import { allocate } from '../graph/dtype.js';
import { isNdArray, type NdArray } from '../graph/ndarray.js';
import { formatShape, sizeOf } from '../graph/shape.js';
import { Tensor } from '../graph/tensor.js';
import { leavesOf, pathsOf, unflatten } from '../graph/tree.js';

/**
 * Parameters as one flat vector, in the order of `leavesOf`: few graph nodes for the optimiser, one array to send.
 * @throws TypeError where a leaf is not float32.
 */
export function ravel(tree: unknown): Float32Array {
  requireParameters(tree);
  const leaves = leavesOf<NdArray>(tree);
  const flat = new Float32Array(leaves.reduce((total, leaf) => total + leaf.data.length, 0));
  let offset = 0;
  for (const { data } of leaves) {
    flat.set(data, offset);
    offset += data.length;
  }
  return flat;
}

/** Whether all leaves are float32 host arrays, as what a learner's init gives must be. @throws TypeError where one is not. */
export function requireParameters(tree: unknown): void {
  if (tree instanceof Promise) throw new TypeError('Parameters are a promise: init must give them at once.');
  const leaves = leavesOf<unknown>(tree);
  const wrong = leaves.findIndex((leaf) => !isNdArray(leaf) || leaf.dtype !== 'float32');
  if (wrong < 0) return;
  const [leaf, path] = [leaves[wrong], pathsOf(tree)[wrong]];
  const found = isNdArray(leaf) ? `${leaf.dtype}${formatShape(leaf.shape)}` : leaf instanceof Tensor ? 'a tensor' : ArrayBuffer.isView(leaf) ? 'a typed array without a shape' : leaf === null || leaf === undefined ? String(leaf) : `a ${typeof leaf}`;
  throw new TypeError(`Parameters must be float32 host arrays, but ${path ? `${path} is` : 'they are'} ${found}: make it with ndarray(values, shape), or leave out what is not learned.`);
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
