import type { Key } from '../random/index.js';
import type { HostExamples, HostTask, Split, TaskFamily } from './task.js';

/**
 * The task of a family that belongs to a key, once it is sure that it is one: a wrong label or a missing row would be learned from without a word.
 * @throws RangeError where a set is missing or empty, where x, y and mask have not the same rows, or a label that counts is no class of the family.
 */
export function drawTask(family: Pick<TaskFamily, 'name' | 'target' | 'sample'>, split: Split, key: Key): HostTask {
  const task = family.sample(split, key);
  for (const set of ['support', 'query'] as const) requireExamples(task[set] as HostExamples | undefined, `The ${set} set of a ${split} task of ${family.name}`, family.target);
  return task;
}

function requireExamples(examples: HostExamples | undefined, whose: string, target: TaskFamily['target']): void {
  if (!examples) throw new RangeError(`${whose} is missing: sample must give a support and a query set.`);
  const { x, y, mask } = examples;
  const [rows] = x.shape;
  if (rows === 0) throw new RangeError(`${whose} has no rows: give at least one.`);
  if (y.shape[0] !== rows || (mask && mask.shape[0] !== rows)) {
    throw new RangeError(`${whose} has ${rows} rows of x, ${y.shape[0]} of y${mask ? ` and ${mask.shape[0]} of mask` : ''}: they belong together, row by row.`);
  }
  if (target.kind !== 'classes' || y.dtype !== 'int32') return;
  for (let row = 0; row < y.data.length; row++) {
    const label = y.data[row];
    if ((label < 0 || label >= target.ways) && mask?.data[row] !== 0) throw new RangeError(`${whose} has class ${label} in row ${row}, and its classes are 0 to ${target.ways - 1}: number labels from 0.`);
  }
}
