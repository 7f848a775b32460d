import { allocate } from '../graph/dtype.js';
import type { NdArray } from '../graph/ndarray.js';
import { formatShape, sameShape, sizeOf } from '../graph/shape.js';
import { onesThenZeros, padExamples } from './pad.js';
import type { HostExamples, HostTask } from './task.js';

/**
 * Tasks as one, each array with a new leading axis of the tasks: (T, N, ...).
 *
 * Sets of fewer rows are padded to the most, with masks; a task without `mask` or `classes` among some that have them has all rows and all classes.
 * Tasks that are alike are only laid side by side.
 * @throws RangeError where there is no task, or tasks differ in the shape or type of a row or in the classes of the head.
 */
export function stackTasks(tasks: readonly HostTask[]): HostTask {
  if (tasks.length === 0) throw new RangeError('stackTasks needs at least one task, got none.');
  const support = stackExamples('support', tasks.map((task) => task.support));
  const query = stackExamples('query', tasks.map((task) => task.query));
  const ways = tasks.find(({ classes }) => classes)?.classes?.shape[0];
  return ways === undefined ? { support, query } : { support, query, classes: stack('classes', tasks.map(({ classes }) => classes ?? onesThenZeros(ways))) };
}

function stackExamples(name: string, sets: readonly HostExamples[]): HostExamples {
  const rows = Math.max(...sets.map(({ x }) => x.shape[0]));
  const masked = sets.some(({ x, mask }) => mask || x.shape[0] !== rows);
  const even = masked ? sets.map((set) => padExamples(set, rows)) : sets;
  return {
    x: stack(`${name}.x`, even.map(({ x }) => x)),
    y: stack(`${name}.y`, even.map(({ y }) => y)),
    ...(masked ? { mask: stack(`${name}.mask`, even.map(({ mask }) => mask!)) } : {}),
  };
}

function stack(name: string, arrays: readonly NdArray[]): NdArray {
  const { dtype, shape } = arrays[0];
  const size = sizeOf(shape);
  const data = allocate(dtype, arrays.length * size);
  arrays.forEach((array, index) => {
    if (array.dtype !== dtype || !sameShape(array.shape, shape)) {
      throw new RangeError(
        `Tasks to stack differ: ${name} is ${dtype}${formatShape(shape)} in task 0 and ${array.dtype}${formatShape(array.shape)} in task ${index}. Stack tasks of one kind of input and answer.`,
      );
    }
    data.set(array.data as Float32Array, index * size);
  });
  return { data, shape: [arrays.length, ...shape], dtype };
}
