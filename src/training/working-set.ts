import type { Algorithm } from '../algorithms/index.js';
import { leavesOf, pathsOf, type NdArray } from '../graph/index.js';
import type { HostTask } from '../tasks/index.js';

/** The input elements of a task, support and query. */
export function valuesOf({ support, query }: HostTask): number {
  return support.x.data.length + query.x.data.length;
}

/** The elements of theta that each task adapts a copy of: none where adapting is no loop, so that all tasks share them. */
export function copiedElements({ innerSteps, copies = () => true }: Pick<Algorithm, 'innerSteps' | 'copies'>, theta: unknown): number {
  return innerSteps === 0 ? 0 : elementsOf(theta, copies);
}

/** The elements of theta that an inner loop leaves to all tasks: embeddings below what adapts. */
export function sharedElements({ innerSteps, copies = () => true }: Pick<Algorithm, 'innerSteps' | 'copies'>, theta: unknown): number {
  return innerSteps === 0 ? 0 : elementsOf(theta, (path) => !copies(path));
}

function elementsOf(theta: unknown, counts: (path: string) => boolean): number {
  const paths = pathsOf(theta);
  return leavesOf<NdArray>(theta).reduce((total, { data }, i) => total + (counts(paths[i]) ? data.length : 0), 0);
}
