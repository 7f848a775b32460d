import type { Algorithm } from '../algorithms/index.js';
import { leavesOf, pathsOf, type NdArray } from '../graph/index.js';
import type { HostTask } from '../tasks/index.js';

/** The input elements of a task, support and query. */
export function valuesOf({ support, query }: HostTask): number {
  return support.x.data.length + query.x.data.length;
}

/** The elements of theta that each task adapts a copy of: none where adapting is no loop, so that all tasks share them. */
export function copiedElements({ innerSteps, copies = () => true }: Pick<Algorithm, 'innerSteps' | 'copies'>, theta: unknown): number {
  if (innerSteps === 0) return 0;
  const paths = pathsOf(theta);
  return leavesOf<NdArray>(theta).reduce((total, { data }, i) => total + (copies(paths[i]) ? data.length : 0), 0);
}
