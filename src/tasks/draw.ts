import { formatShape, sameShape } from '../graph/index.js';
import type { Key } from '../random/index.js';
import { requireExamples } from './require-examples.js';
import type { HostExamples, HostTask, Split, TaskFamily } from './task.js';

/**
 * The task of a family that belongs to a key, once it is sure that it is one: a wrong label or a missing row would be learned from without a word.
 * @throws RangeError where a set is missing or empty or has inputs of another shape than the family says, where x, y and mask have not the same rows or the mask is not float32 (N), or labels are not int32 (N) or, where they count, no class of the family.
 */
export function drawTask(family: Pick<TaskFamily, 'name' | 'inputShape' | 'target' | 'sample'>, split: Split, key: Key): HostTask {
  const task = family.sample(split, key);
  for (const set of ['support', 'query'] as const) {
    const whose = `The ${set} set of a ${split} task of ${family.name}`;
    const examples = task[set] as HostExamples | undefined;
    if (!examples) throw new RangeError(`${whose} is missing: sample must give a support and a query set.`);
    requireExamples(examples, whose, family.target);
    const own = examples.x.shape.slice(1);
    if (!sameShape(own, family.inputShape)) throw new RangeError(`${whose} has inputs of shape ${formatShape(own)}, and the family says inputShape ${formatShape(family.inputShape)}: make them the same, as learners are made for what it says.`);
  }
  return task;
}
