import { leavesOf, sameShape, type NdArray } from '../graph/index.js';
import type { Key } from '../random/index.js';
import type { HostTask, Split, TaskFamily } from '../tasks/index.js';

/**
 * Whether a family gives the same task for the same key. One that draws from elsewhere gives other tasks to each worker and after each resume, and other validation tasks each time.
 * @param task what it gave for the key.
 * @throws RangeError where it does not.
 */
export function requireRepeatable(family: Pick<TaskFamily, 'name' | 'sample'>, split: Split, key: Key, task: HostTask): void {
  const [first, second] = [task, family.sample(split, key)].map((own) => leavesOf<NdArray>(own));
  if (first.length === second.length && first.every((leaf, i) => alike(leaf, second[i]))) return;
  throw new RangeError(`${family.name} gave two different ${split} tasks for one key: draw all that is random in sample from its key, as with uniform(key, shape) of metalearn/random, and keep no state.`);
}

function alike(a: NdArray, b: NdArray): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape) && a.data.every((value: number, i: number) => Object.is(value, b.data[i]));
}
