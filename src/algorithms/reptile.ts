import { adam } from '../optim/index.js';
import { stopGradient } from '../transform/index.js';
import { requireCount } from '../nn/require-count.js';
import type { Examples, Given } from '../tasks/index.js';
import { requireOptions } from '../nn/require-options.js';
import type { Algorithm } from './algorithm.js';
import { halfSquaredDistance } from './half-squared-distance.js';
import { checkInnerLoop, descentOf, innerLoop, type InnerLoop } from './inner-loop.js';
import { miniBatches } from './mini-batches.js';
import { adaptFurther, pooled } from './pooled.js';
import { predictionOf, supportLoss, taskLoss, type LearnerAndLoss } from './task-loss.js';

export interface ReptileOptions<P> extends LearnerAndLoss<P>, Omit<InnerLoop, 'firstOrder'> {
  /**
   * Rows of the mini-batch of an inner step, a whole number of at least 1: steps take the task's rows that count in turn. Where it has fewer, all of them. Default: all rows.
   */
  readonly innerBatch?: number;
}

/**
 * Reptile (Nichol, Achiam and Schulman 2018, algorithm 1): move theta towards what training on a task makes of it. In meta-training a task's support and query rows are
 * one training set. The objective is half the squared distance of theta from phi, phi being constant (as in their section 5.2), so its gradient is the paper's theta - phi:
 * by `sgd(epsilon)` as outer optimiser the update is their theta + epsilon (phi - theta); epsilon falls from 1 to 0 there.
 *
 * The inner optimiser is theirs by default: Adam without momentum (b1 = 0). It starts afresh with each task; in their code its mean squares go on from task to task, also at test.
 * @throws RangeError as `maml` does, and where `innerBatch` is not a whole number of at least 1.
 */
export function reptile<P>(options: ReptileOptions<P>): Algorithm<P, P> {
  requireOptions('reptile', options, { learner: true, loss: true, innerSteps: true, innerLearningRate: true, innerOptimizer: true, adapts: true, innerBatch: true });
  const { learner, innerSteps = 5, innerLearningRate = 0.001, innerOptimizer = (rate) => adam(rate, { b1: 0 }), innerBatch } = options;
  checkInnerLoop({ innerSteps, innerLearningRate });
  if (innerBatch !== undefined) requireCount({ innerBatch });
  const lossOf = taskLoss(options);
  const loop = { ...options, innerSteps, innerLearningRate, innerOptimizer, firstOrder: true };

  const batchesOf = (examples: Examples): ((step: number) => Examples) => (innerBatch ? miniBatches(examples, innerBatch) : () => examples);
  const adapt: Algorithm<P, P>['adapt'] = (theta, { support, later, classes }, call = {}) => {
    const [batchOf, ...others] = [support, ...(later ?? [])].map(batchesOf);
    const given = (step: number): Given => ({ support: batchOf(step), classes, ...(later && { later: others.map((other) => other(step)) }) });
    return innerLoop((phi, step) => supportLoss(lossOf, given(step), call.key)(phi, step), theta, descentOf(loop, call));
  };

  return {
    name: 'reptile',
    settings: { innerLearningRate, ...(innerBatch ? { innerBatch } : {}) },
    innerSteps,
    init: learner.init,
    adapt,
    extend: adaptFurther(adapt),
    objective: (theta, { support, query, classes }, call) => halfSquaredDistance(theta, stopGradient(adapt(theta, { support: pooled(support, query), classes }, call))),
    ...predictionOf(learner),
  };
}
