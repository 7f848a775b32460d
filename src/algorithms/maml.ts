import { foldInKey } from '../graph/index.js';
import { sgd } from '../optim/index.js';
import type { Algorithm } from './algorithm.js';
import { checkInnerLoop, innerLoop, type InnerLoop } from './inner-loop.js';
import { predictionOf, taskLoss, type LearnerAndLoss } from './task-loss.js';

export interface MamlOptions<P> extends LearnerAndLoss<P>, InnerLoop {
  /**
   * Where the batch statistics of the query loss come from: the query set itself (transductive, as in the paper), or the
   * support set (inductive: what is trained is then what predicts a single query). Default 'query'.
   */
  readonly queryStatistics?: 'query' | 'support';
}

/**
 * Model-agnostic meta-learning (Finn, Abbeel and Levine 2017, equation 1 and algorithm 2): find theta from which few
 * gradient steps on a task's support set lead to a small loss on its query set.
 *
 * With `firstOrder`, second derivatives are left out (their section 5.2).
 * @throws RangeError where `innerSteps` or `innerLearningRate` is negative or no number.
 */
export function maml<P>(options: MamlOptions<P>): Algorithm<P, P> {
  const { learner, innerSteps = 1, innerLearningRate = 0.01, innerOptimizer = sgd, firstOrder, adapts, queryStatistics = 'query' } = options;
  checkInnerLoop(options);
  const lossOf = taskLoss(options);
  const prediction = predictionOf(learner);

  const adapt: Algorithm<P, P>['adapt'] = (theta, { support, classes }, { steps = innerSteps, learningRate = innerLearningRate, key } = {}) =>
    innerLoop((phi, step) => lossOf(phi, support, classes, { key: key && foldInKey(key, step) }), theta, {
      steps,
      optimizer: innerOptimizer(typeof learningRate === 'number' ? learningRate : () => learningRate),
      firstOrder,
      adapts,
    });

  const objective: Algorithm<P, P>['objective'] = (theta, task, call) => {
    const phi = adapt(theta, task, call);
    const statistics = queryStatistics === 'support' ? prediction.statistics(phi, task.support) : undefined;
    return lossOf(phi, task.query, task.classes, { statistics, key: call?.key && foldInKey(call.key, call.steps ?? innerSteps) });
  };

  const settings = { innerLearningRate, firstOrder: firstOrder ?? false, queryStatistics };
  return { name: firstOrder ? 'first-order maml' : 'maml', settings, innerSteps, init: learner.init, adapt, extend: adapt, objective, ...prediction };
}
