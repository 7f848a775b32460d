import type { ClassFamily } from '../fewshot/index.js';
import type { TaskFamily } from '../tasks/index.js';

/** Whether tasks are drawn from examples of classes, which can be counted and pooled. */
export function isClassFamily(family: TaskFamily): family is ClassFamily {
  return 'splits' in family && 'count' in (family as ClassFamily).splits.train;
}
