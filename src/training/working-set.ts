import type { Algorithm } from '../algorithms/index.js';
import { leavesOf, type NdArray } from '../graph/index.js';
import type { HostTask } from '../tasks/index.js';

/** The input elements of a task, support and query. */
export function valuesOf({ support, query }: HostTask): number {
  return support.x.data.length + query.x.data.length;
}

/** The elements of theta that each task adapts a copy of: none where adapting is no loop, so that all tasks share them. */
export function copiedElements({ innerSteps }: Pick<Algorithm, 'innerSteps'>, theta: unknown): number {
  return innerSteps === 0 ? 0 : leavesOf<NdArray>(theta).reduce((total, { data }) => total + data.length, 0);
}
