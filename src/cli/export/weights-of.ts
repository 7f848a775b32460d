import type { ArtifactParts } from '../../artifact/index.js';
import { leavesOf, mapTree, pathsOf, type NdArray, type Tensor, type Tree } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';

/** Parameters as weights of an artifact, and the tree of what stands for them in its programs. */
export function weightsOf(theta: Tree<NdArray>): { readonly named: ArtifactParts['weights']; readonly stand: Tree<Tensor> } {
  const leaves = leavesOf<NdArray>(theta);
  const stand = leaves.map(({ shape, dtype }) => placeholder(shape, dtype, 'A parameter'));
  let next = 0;
  return {
    named: new Map(pathsOf(theta).map((path, i) => [`params.${path}`, { value: leaves[i], placeholder: stand[i] }])),
    stand: mapTree(() => stand[next++], theta) as unknown as Tree<Tensor>,
  };
}
