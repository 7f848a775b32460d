import { mapTree, tensor, type LeavesAs, type NdArray, type Tensor } from '../graph/index.js';

/** A host tree as constants of a graph, for the interpreter. */
export function tensorsOf<Host>(host: Host): LeavesAs<Host, Tensor> {
  return mapTree((leaf: NdArray) => tensor(leaf), host as unknown) as LeavesAs<Host, Tensor>;
}
