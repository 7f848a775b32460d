import { formatShape, isNdArray, sameShape, type NdArray } from '../graph/index.js';
import type { Key } from '../random/index.js';
import { requireExamples } from './require-examples.js';
import type { HostExamples, HostTask, Split, TaskFamily } from './task.js';

/**
 * The task of a family that belongs to a key, once it is sure that it is one: a wrong label or a missing row would be learned from without a word.
 * @throws RangeError where a set is missing or empty or has inputs of another shape than the family says, where x, y and mask have not the same rows or the mask is not float32 (N), labels are not int32 (N) or, where they count, no class of the family or none that the task's `classes` has, or values are not float32.
 */
export function drawTask(family: Pick<TaskFamily, 'name' | 'inputShape' | 'target' | 'sample'>, split: Split, key: Key): HostTask {
  const task = family.sample(split, key);
  for (const set of ['support', 'query'] as const) {
    const whose = (): string => `The ${set} set of a ${split} task of ${family.name}`;
    const examples = task[set] as HostExamples | undefined;
    if (!examples) throw new RangeError(`${whose()} is missing: sample must give a support and a query set.`);
    requireExamples(examples, whose, family.target);
    const own = examples.x.shape.slice(1);
    if (!sameShape(own, family.inputShape)) throw new RangeError(`${whose()} has inputs of shape ${formatShape(own)}, and the family says inputShape ${formatShape(family.inputShape)}: make them the same, as learners are made for what it says.`);
    if (task.classes !== undefined) requirePresent(task.classes, examples, whose);
  }
  return task;
}

/** Whether the classes of labels are among those that the task says it has: of others the loss is some hundred millions. */
function requirePresent(classes: NdArray, { y, mask }: HostExamples, whose: () => string): void {
  const says = (): string => `${whose()} comes with classes`;
  if (!isNdArray(classes) || classes.dtype !== 'float32' || classes.shape.length !== 1) throw new RangeError(`${says()} that are no float32 host array (W): give a one for each class that the task has and a zero for each other that the head tells apart.`);
  for (let row = 0; row < y.data.length; row++) {
    if (mask?.data[row] !== 0 && !(classes.data[y.data[row]] > 0)) throw new RangeError(`${says()} that leave out class ${y.data[row]}, which row ${row} has: give it a one, or leave the row out.`);
  }
}
