import { add, mul } from '../graph/index.js';
import { implicitGradient } from '../transform/index.js';
import { requireCount } from '../nn/require-count.js';
import { requireOptions } from '../nn/require-options.js';
import type { Algorithm } from './algorithm.js';
import { halfSquaredDistance } from './half-squared-distance.js';
import { checkInnerLoop, descentOf, innerLoop, type InnerLoop } from './inner-loop.js';
import { predictionOf, queryLoss, supportLoss, taskLoss, type LearnerAndLoss, type QueryStatistics } from './task-loss.js';

export interface ImamlOptions<P> extends LearnerAndLoss<P>, Omit<InnerLoop, 'firstOrder' | 'adapts'>, QueryStatistics {
  /** The strength lambda of the pull towards theta: phi stays where lambda / 2 |phi - theta|^2 is small. Default 2. */
  readonly proximity?: number;
  /** Iterations of conjugate gradients, a whole number of at least 1. Default 5. */
  readonly solverIterations?: number;
  /**
   * Added to lambda where the meta-gradient is solved for, and only there: a finite number of at least 0. With 0 it is exact where the loss is convex; the more, the nearer it comes to that of
   * first-order MAML. A network's loss bends downwards, too, by more than a small lambda makes up for: without damping gradients are now and then a hundred times too long. Default 5 lambda;
   * the authors' code has a damping as well, which their equations have not.
   */
  readonly damping?: number;
}

/**
 * MAML with implicit gradients (Rajeswaran, Finn, Kakade and Levine 2019, algorithms 1 and 2): the inner loop minimises L(phi) + lambda / 2 |phi - theta|^2 on the support set by as many steps
 * as it takes, and the meta-gradient, (I + H / lambda)^-1 grad L(phi) (their lemma 1), is taken at its end by conjugate gradients, damped: memory does not grow with the steps.
 *
 * It is as exact as the inner loop comes to its minimum; 16 steps are usual in the paper. What it differentiates is not the way there, so that nothing
 * keeps learned features from growing until steps diverge: on an encoder, take a small `innerLearningRate`.
 * @throws RangeError as `maml` does, and where `proximity`, `solverIterations` or `damping` makes no sense.
 */
export function imaml<P>(options: ImamlOptions<P>): Algorithm<P, P> {
  requireOptions('imaml', options, { learner: true, loss: true, innerSteps: true, innerLearningRate: true, innerOptimizer: true, queryStatistics: true, proximity: true, solverIterations: true, damping: true });
  const { learner, innerSteps = 16, innerLearningRate = 0.01, proximity = 2, solverIterations = 5, damping = 5 * proximity, queryStatistics = 'query' } = options;
  checkInnerLoop({ innerSteps, innerLearningRate });
  if (!(proximity > 0 && proximity < Infinity)) throw new RangeError(`proximity must be a finite number above 0, got ${proximity}.`);
  requireCount({ solverIterations });
  if (!(damping >= 0 && damping < Infinity)) throw new RangeError(`damping must be a finite number of at least 0, got ${damping}.`);
  const lossOf = taskLoss(options);
  const lossOnQuery = queryLoss(options);
  const loop = { ...options, innerSteps, innerLearningRate, firstOrder: true };

  const adapt: Algorithm<P, P>['adapt'] = (theta, task, call = {}) => {
    const loss = supportLoss(lossOf, task, call.key);
    return innerLoop((phi, step) => add(loss(phi, step), mul(halfSquaredDistance(phi, theta), proximity)), theta, descentOf(loop, call));
  };

  const objective: Algorithm<P, P>['objective'] = (theta, task, call = {}) => {
    const loss = supportLoss(lossOf, task, call.key);
    const steps = call.steps ?? innerSteps;
    const phi = implicitGradient({
      // So that the matrix to be inverted is I + H / (lambda + damping), and what is left of it without curvature is I.
      inner: (w: P, from: P) => add(mul(loss(w, steps), 1 / (proximity + damping)), halfSquaredDistance(w, from)),
      solve: (from: P) => adapt(from, task, call),
      iterations: solverIterations,
    })(theta);
    return lossOnQuery(phi, task, steps, call.key);
  };

  const settings = { innerLearningRate, proximity, solverIterations, damping, queryStatistics };
  return { name: 'imaml', settings, innerSteps, init: learner.init, adapt, objective, ...predictionOf(learner) };
}
