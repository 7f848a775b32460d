import { requireOptions } from '../nn/require-options.js';
import type { Algorithm } from './algorithm.js';
import { checkInnerLoop, descentOf, innerLoop, innerLoopOptions, type InnerLoop } from './inner-loop.js';
import { adaptFurther } from './pooled.js';
import { predictionOf, queryLoss, supportLoss, taskLoss, type LearnerAndLoss, type QueryStatistics } from './task-loss.js';

export interface MamlOptions<P> extends LearnerAndLoss<P>, InnerLoop, QueryStatistics {}

/**
 * Model-agnostic meta-learning (Finn, Abbeel and Levine 2017, equation 1 and algorithm 2): find theta from which few
 * gradient steps on a task's support set lead to a small loss on its query set.
 *
 * With `firstOrder`, second derivatives are left out (their section 5.2).
 * @throws RangeError where `innerSteps` or `innerLearningRate` is negative or no number; TypeError for an option that it does not have.
 */
export function maml<P>(options: MamlOptions<P>): Algorithm<P, P> {
  requireOptions('maml', options, { learner: true, loss: true, queryStatistics: true, ...innerLoopOptions });
  checkInnerLoop(options);
  const { learner, innerSteps = 1, innerLearningRate = 0.01, firstOrder = false, queryStatistics = 'query' } = options;
  const lossOf = taskLoss(options);
  const lossOnQuery = queryLoss(options);

  const adapt: Algorithm<P, P>['adapt'] = (theta, task, call = {}) => innerLoop(supportLoss(lossOf, task, call.key), theta, descentOf(options, call));

  const objective: Algorithm<P, P>['objective'] = (theta, task, call = {}) => lossOnQuery(adapt(theta, task, call), task, call.steps ?? innerSteps, call.key);

  const settings = { innerLearningRate, firstOrder, queryStatistics };
  return { name: firstOrder ? 'first-order maml' : 'maml', settings, innerSteps, init: learner.init, adapt, extend: adaptFurther(adapt), objective, ...predictionOf(learner) };
}
