import { requireOptions } from '../nn/require-options.js';
import type { Algorithm } from './algorithm.js';
import { checkInnerLoop, descentOf, innerLoop, innerLoopOptions, type InnerLoop } from './inner-loop.js';
import { adaptFurther } from './pooled.js';
import { onJoined } from './on-joined.js';
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
  const adapt = adaptationOf(options);
  const settings = { innerLearningRate, firstOrder, queryStatistics };
  return { name: firstOrder ? 'first-order maml' : 'maml', settings, innerSteps, init: learner.init, adapt, extend: adaptFurther(adapt), objective: onJoined(options, objectiveOf), ...predictionOf(learner) };
}

/** U(theta): gradient steps down the loss on the support set. */
function adaptationOf<P>(options: MamlOptions<P>): Algorithm<P, P>['adapt'] {
  const lossOf = taskLoss(options);
  return (theta, task, call = {}) => innerLoop(supportLoss(lossOf, task, call.key), theta, descentOf(options, call));
}

/** L(U(theta)): the loss of that on the query set. */
function objectiveOf<P>(options: MamlOptions<P>): Algorithm<P, P>['objective'] {
  const adapt = adaptationOf(options);
  const lossOnQuery = queryLoss(options);
  return (theta, task, call = {}) => lossOnQuery(adapt(theta, task, call), task, call.steps ?? options.innerSteps ?? 1, call.key);
}
