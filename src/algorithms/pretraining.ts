import type { Algorithm } from './algorithm.js';
import { maml, type MamlOptions } from './maml.js';
import { pooled } from './pooled.js';
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
