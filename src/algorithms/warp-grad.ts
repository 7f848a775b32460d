import { add, mapTree, mul, pathsOf, sub } from '../graph/index.js';
import { stopGradient } from '../transform/index.js';
import { requireOptions } from '../nn/require-options.js';
import type { Algorithm } from './algorithm.js';
import { checkInnerLoop, descentOf, innerLoop, trajectory, type InnerLoop } from './inner-loop.js';
import { adaptFurther } from './pooled.js';
import { predictionOf, queryLoss, supportLoss, taskLoss, type LearnerAndLoss, type QueryStatistics } from './task-loss.js';

export interface WarpGradOptions<P> extends LearnerAndLoss<P>, Omit<InnerLoop, 'firstOrder' | 'adapts'>, QueryStatistics {
  /** Which parameters are warps, by their path: meta-trained, and never adapted. Default: those with a part named `warp` or `warps`. */
  readonly warps?: (path: string) => boolean;
}

/** The parameters of layers named `warp`, and those of `withLinearWarps`. */
const named = (path: string): boolean => path.split('.').some((part) => part === 'warp' || part === 'warps');

/**
 * Warped gradient descent (Flennerhag, Rusu, Pascanu, Visin, Yin and Hadsell 2020, equations 5 to 7): a learner has warp layers between its others. The inner loop adapts the others through them,
 * and they are meta-trained so that a step from anywhere on the way lowers the query loss: the mean over steps k of L_query(phi_k - rate * grad L_support(phi_k)), phi_k being constant.
 * No derivative goes back through more than one step.
 *
 * The initial parameters, which the paper leaves to another method, get what that objective says of phi_k as if it were theta, as in first-order MAML.
 * An inner optimiser that remembers, such as momentum, makes its first step from each of these points. `tNet` is the linear case with MAML's own objective.
 * @throws RangeError as `maml` does, and at the first step where no parameter is a warp, or all are.
 */
export function warpGrad<P>(options: WarpGradOptions<P>): Algorithm<P, P> {
  requireOptions('warpGrad', options, { learner: true, loss: true, innerSteps: true, innerLearningRate: true, innerOptimizer: true, queryStatistics: true, warps: true });
  checkInnerLoop(options);
  const { learner, innerSteps = 1, innerLearningRate = 0.01, queryStatistics = 'query', warps = named } = options;
  const lossOf = taskLoss(options);
  const lossOnQuery = queryLoss(options);
  const loop = { ...options, adapts: (path: string) => !warps(path) };

  const requireWarps = (theta: P): void => {
    const paths = pathsOf(theta);
    const count = paths.filter(warps).length;
    if (count > 0 && count < paths.length) return;
    throw new RangeError(`warpGrad needs warps and others, and warps holds for ${count === 0 ? 'none' : 'all'} of ${paths.join(', ')}. Name layers warp, take withLinearWarps(learner), or say which are warps.`);
  };

  const adapt: Algorithm<P, P>['adapt'] = (theta, task, call = {}) => {
    requireWarps(theta);
    return innerLoop(supportLoss(lossOf, task, call.key), theta, descentOf(loop, call));
  };

  const objective: Algorithm<P, P>['objective'] = (theta, task, call = {}) => {
    requireWarps(theta);
    const steps = call.steps ?? innerSteps;
    const loss = supportLoss(lossOf, task, call.key);
    const way = trajectory(loss, theta, { ...descentOf(loop, call), firstOrder: true });
    const one = descentOf(loop, { ...call, steps: 1 });
    const losses = way.slice(0, Math.max(1, steps)).map((phi, step) => {
      // phi's value, and theta's derivative.
      const here = mapTree((leaf, start) => add(start, stopGradient(sub(leaf, start))), phi, theta);
      const next = steps === 0 ? here : innerLoop((p) => loss(p, step), here, one);
      return lossOnQuery(next, task, step + 1, call.key);
    });
    return mul(losses.reduce((a, b) => add(a, b)), 1 / losses.length);
  };

  const settings = { innerLearningRate, queryStatistics };
  return { name: 'warp-grad', settings, innerSteps, init: learner.init, adapt, extend: adaptFurther(adapt), objective, ...predictionOf(learner) };
}
