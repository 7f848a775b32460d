import { div, matmul, maximum, mul, neg, oneHot, reshape, square, sum, swapAxes, type Tensor } from '../graph/index.js';
import { flatten, withHead, type DenseParams, type Encoder, type Loss, type WithHead } from '../nn/index.js';
import type { Examples } from '../tasks/index.js';
import type { Algorithm } from './algorithm.js';
import { checkInnerLoop, descentOf, innerLoop, type InnerLoop } from './inner-loop.js';
import { adaptFurther } from './pooled.js';
import { predictionOf, queryLoss, supportLoss, taskLoss, type QueryStatistics } from './task-loss.js';

export interface ProtoMamlOptions<P> extends InnerLoop, QueryStatistics {
  readonly encoder: Encoder<P>;
  /** Classes that a task has at most. */
  readonly ways: number;
  readonly loss: Loss;
}

/**
 * Proto-MAML (Triantafillou et al. 2020, section 3): MAML whose head starts, for each task, as the one that compares with the class means c_k of the support features as
 * a prototypical network does, W_k = 2 c_k and b_k = -|c_k|^2. Only the encoder is meta-trained; its gradient goes through the start of the head, too.
 * @throws RangeError as `maml` does.
 */
export function protoMaml<P extends object>(options: ProtoMamlOptions<P>): Algorithm<P, WithHead<P>> {
  checkInnerLoop(options);
  const { encoder, ways, loss, innerSteps = 1, innerLearningRate = 0.01, firstOrder = false, queryStatistics = 'query' } = options;
  const learner = withHead(encoder, ways);
  const lossOf = taskLoss({ learner, loss });
  const lossOnQuery = queryLoss({ learner, loss, queryStatistics });

  const prototypes = (theta: P, { x, y, mask }: Examples): DenseParams => prototypeHead(flatten(encoder.apply(theta, x, { mask })), y, ways, mask);
  const adapt: Algorithm<P, WithHead<P>>['adapt'] = (theta, task, call = {}) =>
    innerLoop(supportLoss(lossOf, task, call.key), { ...theta, head: prototypes(theta, task.support) }, descentOf(options, call));

  return {
    name: 'proto-maml',
    settings: { innerLearningRate, firstOrder, queryStatistics },
    innerSteps,
    init: encoder.init,
    adapt,
    extend: adaptFurther((phi, task, call = {}) => innerLoop(supportLoss(lossOf, task, call.key), phi, descentOf(options, call))),
    objective: (theta, task, call = {}) => lossOnQuery(adapt(theta, task, call), task, call.steps ?? innerSteps, call.key),
    ...predictionOf(learner),
  };
}

/** The head whose logits are 2 c_k x - |c_k|^2, the negative squared distance to class mean c_k but for a summand that is the same for all classes. */
function prototypeHead(features: Tensor, y: Tensor, ways: number, mask?: Tensor): DenseParams {
  const members = mask ? mul(oneHot(y, ways), reshape(mask, [-1, 1])) : oneHot(y, ways);
  const counts = reshape(maximum(sum(members, 0), 1), [ways, 1]);
  const means = div(matmul(swapAxes(members, 0, 1), features), counts);
  return { weight: mul(swapAxes(means, 0, 1), 2), bias: neg(sum(square(means), 1)) };
}
