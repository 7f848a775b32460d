import { leavesOf, sameShape, type NdArray } from '../graph/index.js';
import { foldIn, type Key } from '../random/index.js';
import type { HostTask, Split, TaskFamily } from '../tasks/index.js';

/**
 * Whether a family gives the same task for the same key, and each in arrays of its own. One that draws from elsewhere gives other tasks to each worker and after each resume, and other validation tasks each
 * time; one that writes all tasks into the same arrays makes a meta-batch of many times its last.
 * @param task what it gave for the key.
 * @throws RangeError where it does not.
 */
export function requireRepeatable(family: Pick<TaskFamily, 'name' | 'sample'>, split: Split, key: Key, task: HostTask): void {
  const given = leavesOf<NdArray>(task);
  const kept = given.map(({ data, ...rest }): NdArray => ({ ...rest, data: data.slice() }));
  family.sample(split, foldIn(key, 1));
  if (!alike(kept, given)) throw new RangeError(`${family.name} wrote one ${split} task into the arrays of another: sample must make new arrays each time, as the tasks of a meta-batch are there together.`);
  if (!alike(kept, leavesOf(family.sample(split, key)))) {
    throw new RangeError(`${family.name} gave two different ${split} tasks for one key: draw all that is random in sample from its key, as with uniform(key, shape) of metalearn/random, and keep no state.`);
  }
}

function alike(first: readonly NdArray[], second: readonly NdArray[]): boolean {
  return first.length === second.length && first.every((a, i) => a.dtype === second[i].dtype && sameShape(a.shape, second[i].shape) && a.data.every((value: number, at: number) => Object.is(value, second[i].data[at])));
}
