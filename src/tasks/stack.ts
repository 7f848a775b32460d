import { allocate } from '../graph/dtype.js';
import type { NdArray } from '../graph/ndarray.js';
import { formatShape, sameShape, sizeOf } from '../graph/shape.js';
import type { HostTask } from './task.js';

/**
 * Tasks of one family as one, each array with a new leading axis of the tasks: (T, N, ...).
 * @throws RangeError where there is no task, or tasks differ in shape or in having masks.
 */
export function stackTasks(tasks: readonly HostTask[]): HostTask {
  if (tasks.length === 0) throw new RangeError('stackTasks needs at least one task, got none.');
  const examples = (set: 'support' | 'query'): HostTask['support'] => {
    const mask = stack(`${set}.mask`, tasks.map((task) => task[set].mask));
    const x = stack(`${set}.x`, tasks.map((task) => task[set].x)) as NdArray;
    const y = stack(`${set}.y`, tasks.map((task) => task[set].y)) as NdArray;
    return mask ? { x, y, mask } : { x, y };
  };
  const support = examples('support');
  const query = examples('query');
  const classes = stack('classes', tasks.map((task) => task.classes));
  return classes ? { support, query, classes } : { support, query };
}

function stack(name: string, arrays: readonly (NdArray | undefined)[]): NdArray | undefined {
  const first = arrays[0];
  if (!first) {
    const odd = arrays.findIndex((array) => array !== undefined);
    if (odd >= 0) throw new RangeError(`Tasks to stack differ: task ${odd} has ${name}, task 0 has not. Stack tasks of one family.`);
    return undefined;
  }
  const size = sizeOf(first.shape);
  const data = allocate(first.dtype, arrays.length * size);
  arrays.forEach((array, index) => {
    if (!array || array.dtype !== first.dtype || !sameShape(array.shape, first.shape)) {
      const other = array ? `${array.dtype}${formatShape(array.shape)}` : 'missing';
      throw new RangeError(`Tasks to stack differ: ${name} is ${first.dtype}${formatShape(first.shape)} in task 0 and ${other} in task ${index}. Stack tasks of one family.`);
    }
    data.set(array.data as Float32Array, index * size);
  });
  return { data, shape: [arrays.length, ...first.shape], dtype: first.dtype };
}
