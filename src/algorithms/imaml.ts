import { add, leavesOf, mul, square, sub, sum, type Tensor } from '../graph/index.js';
import { implicitGradient } from '../transform/index.js';
import type { Algorithm } from './algorithm.js';
import { checkInnerLoop, descentOf, innerLoop, type InnerLoop } from './inner-loop.js';
import { predictionOf, queryLoss, supportLoss, taskLoss, type LearnerAndLoss, type QueryStatistics } from './task-loss.js';

export interface ImamlOptions<P> extends LearnerAndLoss<P>, Omit<InnerLoop, 'firstOrder' | 'adapts'>, QueryStatistics {
  /** The strength lambda of the pull towards theta: phi stays where lambda / 2 |phi - theta|^2 is small. Default 2. */
  readonly proximity?: number;
  /** Iterations of conjugate gradients. Default 5. */
  readonly solverIterations?: number;
}

/**
 * MAML with implicit gradients (Rajeswaran, Finn, Kakade and Levine 2019, algorithms 1 and 2): the inner loop minimises L(phi) + lambda / 2 |phi - theta|^2 on the support set by as many steps
 * as it takes, and the meta-gradient, (I + H / lambda)^-1 grad L(phi) (their equation 6), is taken at its end by conjugate gradients: memory does not grow with the steps.
 *
 * It is as exact as the inner loop comes to its minimum; 16 steps are usual in the paper. @throws RangeError as `maml` does, and where `proximity` is not above 0.
 */
export function imaml<P>(options: ImamlOptions<P>): Algorithm<P, P> {
  const { learner, innerSteps = 16, innerLearningRate = 0.01, proximity = 2, solverIterations = 5, queryStatistics = 'query' } = options;
  checkInnerLoop({ innerSteps, innerLearningRate });
  if (!(proximity > 0 && proximity < Infinity)) throw new RangeError(`proximity must be a finite number above 0, got ${proximity}.`);
  const lossOf = taskLoss(options);
  const lossOnQuery = queryLoss(options);
  const loop = { ...options, innerSteps, innerLearningRate, firstOrder: true };

  const adapt: Algorithm<P, P>['adapt'] = (theta, task, call = {}) => {
    const loss = supportLoss(lossOf, task, call.key);
    return innerLoop((phi, step) => add(loss(phi, step), distance(phi, theta, proximity)), theta, descentOf(loop, call));
  };

  const objective: Algorithm<P, P>['objective'] = (theta, task, call = {}) => {
    const loss = supportLoss(lossOf, task, call.key);
    const steps = call.steps ?? innerSteps;
    const phi = implicitGradient({
      inner: (w: P, from: P) => add(loss(w, steps), distance(w, from, proximity)),
      solve: (from: P) => adapt(from, task, call),
      iterations: solverIterations,
    })(theta);
    return lossOnQuery(phi, task, steps, call.key);
  };

  const settings = { innerLearningRate, proximity, solverIterations, queryStatistics };
  return { name: 'imaml', settings, innerSteps, init: learner.init, adapt, objective, ...predictionOf(learner) };
}

/** lambda / 2 |phi - theta|^2. */
function distance<P>(phi: P, theta: P, lambda: number): Tensor {
  const from = leavesOf<Tensor>(theta);
  const parts = leavesOf<Tensor>(phi).map((leaf, i) => sum(square(sub(leaf, from[i]))));
  return mul(parts.reduce((a, b) => add(a, b)), lambda / 2);
}
