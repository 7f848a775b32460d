import { leavesOf, type NdArray } from '../graph/index.js';
import type { HostTask } from '../tasks/index.js';

/** The input elements of a task, support and query. */
export function valuesOf({ support, query }: HostTask): number {
  return support.x.data.length + query.x.data.length;
}

/** The elements of a tree of host arrays. */
export function elementsOf(tree: unknown): number {
  return leavesOf<NdArray>(tree).reduce((total, { data }) => total + data.length, 0);
}
