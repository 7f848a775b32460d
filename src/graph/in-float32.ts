import type { NdArray } from './ndarray.js';
import { mapTree, type Tree } from './tree.js';

/** Values of the float64 interpreter in float32, as a compiled program would give them; integers and booleans stay. */
export function inFloat32(tree: Tree<NdArray>): Tree<NdArray> {
  return mapTree<Tree<NdArray>, NdArray>(({ data, ...rest }) => ({ ...rest, data: data instanceof Float64Array ? Float32Array.from(data) : data }), tree);
}
