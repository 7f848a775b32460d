import { concat, ones, type Tensor } from '../graph/index.js';
import type { Examples } from '../tasks/index.js';
import type { Algorithm } from './algorithm.js';
import { maml, type MamlOptions } from './maml.js';
import { taskLoss } from './task-loss.js';

/**
 * The conventional way, for comparison: one model trained on the rows of all tasks pooled, with no thought of adapting,
 * then fine-tuned on a new task's support set by the same inner loop as MAML's.
 *
 * Class labels are those of the episode (class 0 is another class in each task), so of few-shot classes it learns little
 * beyond features by chance; on values, such as sinusoids, it learns the mean over tasks.
 */
export function pretraining<P>(options: MamlOptions<P>): Algorithm<P, P> {
  const lossOf = taskLoss(options);
  return {
    ...maml(options),
    name: 'pretraining',
    objective: (theta, { support, query, classes }, { key } = {}) => lossOf(theta, pooled(support, query), classes, { key }),
  };
}

/** The rows of both sets as one. */
function pooled(a: Examples, b: Examples): Examples {
  const together = (of: (examples: Examples) => Tensor): Tensor => concat([of(a), of(b)]);
  const mask = a.mask || b.mask ? { mask: together(({ mask, x }) => mask ?? ones([x.shape[0]])) } : {};
  return { x: together(({ x }) => x), y: together(({ y }) => y), ...mask };
}
