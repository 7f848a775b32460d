import { leavesOf, mapTree, type HostOf, type NdArray } from '../../graph/index.js';

/**
 * Data of some tasks, a tree whose leaves have a leading axis of tasks, cut into those of `size` tasks after the other; the last may be fewer. Views, not copies.
 * @throws RangeError where the leaves differ in their tasks.
 */
export function tasksOf<Data>(data: HostOf<Data>, size: number): HostOf<Data>[] {
  const leaves = leavesOf<NdArray>(data);
  const count = leaves[0]?.shape[0] ?? 0;
  const other = leaves.find(({ shape }) => shape[0] !== count);
  if (other) throw new RangeError(`What was collected must have one leading axis of tasks, but some has ${count} there and some ${other.shape[0] ?? 'none'}.`);
  if (count <= size) return [data];
  return Array.from({ length: Math.ceil(count / size) }, (_, call) => slice(data, call * size, Math.min(count, (call + 1) * size)));
}

function slice<Data>(data: HostOf<Data>, from: number, to: number): HostOf<Data> {
  return mapTree((leaf: NdArray): NdArray => {
    const width = leaf.data.length / leaf.shape[0];
    return { ...leaf, data: leaf.data.subarray(from * width, to * width), shape: [to - from, ...leaf.shape.slice(1)] };
  }, data as never) as HostOf<Data>;
}
