import { mul, ravelTensors, square, sub, sum, take, type Tensor } from '../graph/index.js';
import { adam } from '../optim/index.js';
import type { Examples } from '../tasks/index.js';
import { stopGradient } from '../transform/index.js';
import type { Algorithm } from './algorithm.js';
import { checkInnerLoop, descentOf, innerLoop, type InnerLoop } from './inner-loop.js';
import { adaptFurther, pooled } from './pooled.js';
import { predictionOf, supportLoss, taskLoss, type LearnerAndLoss } from './task-loss.js';

export interface ReptileOptions<P> extends LearnerAndLoss<P>, Omit<InnerLoop, 'firstOrder'> {
  /** Rows of the mini-batch of an inner step, drawn evenly from the task's rows; where it has fewer, all of them. Default: all. */
  readonly innerBatch?: number;
}

/**
 * Reptile (Nichol, Achiam and Schulman 2018, algorithm 1 and equation 12): move theta towards what training on a task makes of it. In meta-training a task's support and query rows are
 * one training set. The objective is half the squared distance of theta from phi, phi being constant, so its gradient is the paper's theta - phi:
 * by `sgd(epsilon)` as outer optimiser the update is their theta + epsilon (phi - theta); epsilon falls from 1 to 0 there.
 *
 * The inner optimiser is theirs by default: Adam without momentum (b1 = 0). @throws RangeError as `maml` does.
 */
export function reptile<P>(options: ReptileOptions<P>): Algorithm<P, P> {
  const { learner, innerSteps = 5, innerLearningRate = 0.001, innerOptimizer = (rate) => adam(rate, { b1: 0 }), innerBatch } = options;
  checkInnerLoop({ innerSteps, innerLearningRate });
  if (innerBatch !== undefined && (!Number.isInteger(innerBatch) || innerBatch < 1)) throw new RangeError(`innerBatch must be a whole number of at least 1, got ${innerBatch}.`);
  const lossOf = taskLoss(options);
  const loop = { ...options, innerSteps, innerLearningRate, innerOptimizer, firstOrder: true };

  const adapt: Algorithm<P, P>['adapt'] = (theta, { support, classes }, call = {}) => {
    const lossOn = (batch: Examples) => supportLoss(lossOf, { support: batch, classes }, call.key);
    return innerLoop((phi, step) => lossOn(innerBatch ? miniBatch(support, innerBatch, step) : support)(phi, step), theta, descentOf(loop, call));
  };

  return {
    name: 'reptile',
    settings: { innerLearningRate, ...(innerBatch ? { innerBatch } : {}) },
    innerSteps,
    init: learner.init,
    adapt,
    extend: adaptFurther(adapt),
    objective: (theta, { support, query, classes }, call) => halfSquaredDistance(theta, adapt(theta, { support: pooled(support, query), classes }, call)),
    ...predictionOf(learner),
  };
}

function halfSquaredDistance<P>(theta: P, phi: P): Tensor {
  return mul(sum(square(sub(ravelTensors(theta), ravelTensors(stopGradient(phi))))), 0.5);
}

/** Every m-th row, from another row on at each step: of rows that are sorted by class, as many of each. */
function miniBatch({ x, y, mask }: Examples, size: number, step: number): Examples {
  const every = Math.max(1, Math.floor(x.shape[0] / size));
  const rows = Array.from({ length: Math.min(size, x.shape[0]) }, (_, i) => (step % every) + i * every);
  const of = (whole: Tensor): Tensor => take(whole, rows);
  return { x: of(x), y: of(y), ...(mask ? { mask: of(mask) } : {}) };
}
