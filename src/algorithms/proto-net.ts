import { ndarray, type HostOf, type Tensor } from '../graph/index.js';
import { crossEntropy, flatten, onlyClasses, type Encoder, type Statistics } from '../nn/index.js';
import { requireOptions } from '../nn/require-options.js';
import type { Algorithm } from './algorithm.js';
import { answerable } from './answerable.js';
import { addSums, classMeans, classSums, requireWays, type ClassSums } from './class-sums.js';
import { nearness, squaredEuclidean, type Distance } from './distances.js';
import { taskFeatures, type QueryStatistics } from './task-features.js';

export interface ProtoNetOptions<P> {
  readonly encoder: Encoder<P>;
  /** Classes that a task may have at most. Theta does not depend on it: train with more than are tested, if you like. */
  readonly ways: number;
  /** Default `squaredEuclidean`, as it is; `scaled(...)` gives it, or `cosine`, which needs one, a learned factor. */
  readonly distance?: Distance;
  /** Where the batch statistics of meta-training come from. Default 'query'. */
  readonly queryStatistics?: QueryStatistics;
}

/** What is meta-trained where features are compared: an encoder, and the factor of the distance where that has one. */
export interface Comparison<P> {
  readonly encoder: P;
  /** A scalar. */
  readonly scale?: Tensor;
}

/** A task's prototypes, as sums of features; the batch statistics are those of the support set that they began with. */
export interface Prototypes<P> extends Comparison<P>, ClassSums {
  readonly statistics: Statistics;
}

/**
 * Prototypical networks (Snell, Swersky and Zemel 2017): a class is the mean of its support features (equation 1), and the logit of a
 * class is minus the distance to it (equation 2). Logits are whole distances, with no term left out that softmax would not see: one above -d says
 * "nearer than d", a threshold for none of these. A class without support has the logit of an absent one, and queries of it no part in meta-training.
 *
 * The paper's code runs the encoder once over support and query together, so that they share batch statistics: `queryStatistics: 'both'`. Where single
 * queries are predicted there is no such batch: then statistics are those of the support set, also for what `extend` adds.
 * @throws RangeError where `ways` is not a whole number of at least 2, or `queryStatistics` none of its words.
 */
export function protoNet<P>(options: ProtoNetOptions<P>): Algorithm<Comparison<P>, Prototypes<P>> {
  requireOptions('protoNet', options, { encoder: true, ways: true, distance: true, queryStatistics: true });
  const { encoder, ways, distance = squaredEuclidean, queryStatistics = 'query' } = options;
  requireWays(ways);
  const featuresOf = taskFeatures(encoder, queryStatistics);
  const logits = ({ scale, ...classes }: ClassSums & Pick<Comparison<P>, 'scale'>, features: Tensor): Tensor =>
    onlyClasses(nearness(distance, scale, flatten(features), classMeans(classes)), classes.counts);

  return {
    name: 'protonet',
    settings: { distance: distance.name, queryStatistics },
    innerSteps: 0,
    init: (key) => freshComparison(encoder, distance, key),
    adapt(theta, { support }, { key } = {}) {
      const { output, statistics } = encoder.forward(theta.encoder, support.x, { mask: support.mask, key });
      return { ...theta, ...classSums(flatten(output), support, ways), statistics };
    },
    extend(phi, { support }, { key } = {}) {
      const features = encoder.apply(phi.encoder, support.x, { mask: support.mask, statistics: phi.statistics, key });
      return { ...phi, ...addSums(phi, classSums(flatten(features), support, ways)) };
    },
    predict: (phi, x, { statistics, mask, classes } = {}) => onlyClasses(logits(phi, encoder.apply(phi.encoder, x, { statistics, mask })), classes),
    statistics: ({ statistics }) => statistics,
    objective(theta, task, { key } = {}) {
      const features = featuresOf(theta.encoder, task, key);
      const prototypes = classSums(flatten(features.support), task.support, ways);
      return crossEntropy(logits({ ...prototypes, scale: theta.scale }, features.query), task.query.y, { mask: answerable(task.query, prototypes.counts), classes: task.classes });
    },
  };
}

/** A fresh encoder, and the distance's factor at its start. */
export function freshComparison<P>(encoder: Encoder<P>, { scale }: Distance, key: Parameters<Encoder<P>['init']>[0]): HostOf<Comparison<P>> {
  return { encoder: encoder.init(key), ...(scale === undefined ? {} : { scale: ndarray(scale) }) };
}
