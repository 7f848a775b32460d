import { greater, mul, neg, square, sum, transpose, where, type Tensor } from '../graph/index.js';
import { flatten, onlyClasses, withHead, type DenseParams, type Encoder, type Loss, type WithHead } from '../nn/index.js';
import type { Examples } from '../tasks/index.js';
import { requireOptions } from '../nn/require-options.js';
import type { Algorithm } from './algorithm.js';
import { answerable } from './answerable.js';
import { classMeans, classSums, labelRows, requireWays } from './class-sums.js';
import { checkInnerLoop, descentOf, innerLoop, innerLoopOptions, type InnerLoop } from './inner-loop.js';
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
 *
 * A class without support has the logit of an absent one, and queries of it no part in meta-training. One that `extend` adds starts as its class mean, the others go on from where they are.
 * @throws RangeError as `maml` does, and where `ways` is not a whole number of at least 2; ShapeError where a support set has values for classes.
 */
export function protoMaml<P extends object>(options: ProtoMamlOptions<P>): Algorithm<P, WithHead<P>> {
  requireOptions('protoMaml', options, { encoder: true, ways: true, loss: true, queryStatistics: true, ...innerLoopOptions });
  checkInnerLoop(options);
  const { encoder, ways, loss, innerSteps = 1, innerLearningRate = 0.01, firstOrder = false, queryStatistics = 'query' } = options;
  requireWays(ways);
  const learner = withHead(encoder, ways);
  const lossOf = taskLoss({ learner, loss });
  const lossOnQuery = queryLoss({ learner, loss, queryStatistics });

  const startOf = (params: P, support: Examples): DenseParams => prototypeHead(flatten(encoder.apply(params, support.x, { mask: support.mask })), support, ways);
  const adaptFrom: Algorithm<WithHead<P>, WithHead<P>>['adapt'] = (phi, task, call = {}) => innerLoop(supportLoss(lossOf, task, call.key), phi, descentOf(options, call));
  const adapt: Algorithm<P, WithHead<P>>['adapt'] = (theta, task, call) => adaptFrom({ ...theta, head: startOf(theta, task.support) }, task, call);

  return {
    name: 'proto-maml',
    settings: { innerLearningRate, firstOrder, queryStatistics },
    innerSteps,
    init: encoder.init,
    adapt,
    extend: (phi, added, call) => adaptFurther(adaptFrom)({ ...phi, head: onlyNew(phi.head, startOf(phi, added.support), added.known, ways) }, added, call),
    objective(theta, task, call = {}) {
      const query = { ...task.query, mask: answerable(task.query, sum(labelRows(task.support, ways), 0)) };
      return lossOnQuery(adapt(theta, task, call), { ...task, query }, call.steps ?? innerSteps, call.key);
    },
    ...predictionOf(learner),
  };
}

/** The head whose logits are 2 c_k x - |c_k|^2, the negative squared distance to class mean c_k but for a summand that is the same for all classes. */
function prototypeHead(features: Tensor, support: Examples, ways: number): DenseParams {
  const sums = classSums(features, support, ways);
  const means = classMeans(sums);
  return { weight: mul(transpose(means), 2), bias: onlyClasses(neg(sum(square(means), 1)), sums.counts) };
}

/** A head with the columns of another for the classes that `known` has no example of. */
function onlyNew(head: DenseParams, start: DenseParams, known: Examples, ways: number): DenseParams {
  const old = greater(sum(labelRows(known, ways), 0), 0);
  return { weight: where(old, head.weight, start.weight), bias: where(old, head.bias!, start.bias!) };
}
