import { leavesOf, ndarray, pathsOf, type HostOf, type NdArray } from '../graph/index.js';
import { requireOptions } from '../nn/require-options.js';
import type { Algorithm } from './algorithm.js';
import { checkInnerLoop, innerLoop, type Adapting, type InnerLoop } from './inner-loop.js';
import { learnedRates, scaledRates } from './learned-rates.js';
import { predictionOf, queryLoss, supportLoss, taskLoss, type LearnerAndLoss, type QueryStatistics } from './task-loss.js';

/** What is meta-trained where the inner learning rates are learned: `rates` has one entry for each parameter that adapts, by its path. */
export type WithRates<P> = { readonly params: P; readonly rates: Adapting };

export interface MetaSgdOptions<P> extends LearnerAndLoss<P>, Omit<InnerLoop, 'innerOptimizer'>, QueryStatistics {}

/**
 * Meta-SGD (Li, Zhou, Chen and Li 2017, algorithm 1): MAML with a learning rate for each element of the parameters, learned like these:
 * phi = theta - alpha * grad(L)(theta), alpha of theta's shape. All rates start at `innerLearningRate`; a learned one may turn negative.
 *
 * A call's `learningRate` scales the learned ones by its ratio to `innerLearningRate`.
 * @throws RangeError as `maml` does, and where there is such a ratio to zero.
 */
export function metaSgd<P>(options: MetaSgdOptions<P>): Algorithm<WithRates<P>, P> {
  requireOptions('metaSgd', options, { learner: true, loss: true, innerSteps: true, innerLearningRate: true, firstOrder: true, adapts: true, queryStatistics: true });
  checkInnerLoop(options);
  const { learner, innerSteps = 1, innerLearningRate = 0.01, firstOrder = false, adapts = () => true, queryStatistics = 'query' } = options;
  const lossOf = taskLoss(options);
  const lossOnQuery = queryLoss(options);

  const adapt: Algorithm<WithRates<P>, P>['adapt'] = ({ params, rates }, task, { steps = innerSteps, learningRate, key } = {}) => {
    const alpha = scaledRates(rates, learningRate, innerLearningRate);
    return innerLoop(supportLoss(lossOf, task, key), params, { steps, optimizer: learnedRates(() => alpha), firstOrder, adapts });
  };

  return {
    name: 'meta-sgd',
    settings: { innerLearningRate, firstOrder, queryStatistics },
    innerSteps,
    init: (key) => {
      const params = learner.init(key);
      return { params, rates: ratesOf(params, adapts, innerLearningRate) } as HostOf<WithRates<P>>;
    },
    adapt,
    objective: (theta, task, call = {}) => lossOnQuery(adapt(theta, task, call), task, call.steps ?? innerSteps, call.key),
    ...predictionOf(learner),
  };
}

function ratesOf(params: unknown, adapts: (path: string) => boolean, rate: number): Record<string, NdArray> {
  const leaves = leavesOf<NdArray>(params);
  return Object.fromEntries(
    pathsOf(params).flatMap((path, i) => (adapts(path) ? [[path, ndarray(new Float32Array(leaves[i].data.length).fill(rate), leaves[i].shape)]] : [])),
  );
}
