import { concat, log, matmul, maximum, sizeOf, softmax, sum, type Tensor } from '../graph/index.js';
import { crossEntropy, flatten, onlyClasses, type Encoder, type LstmParams, type Statistics } from '../nn/index.js';
import { split } from '../random/index.js';
import type { Examples } from '../tasks/index.js';
import type { Added, AdaptOptions, Algorithm } from './algorithm.js';
import { answerable } from './answerable.js';
import { labelRows, requireWays } from './class-sums.js';
import { cosine, nearness, type Distance } from './distances.js';
import { attending, freshContext, inContext, type FullContext } from './full-context.js';
import { freshComparison, type Comparison } from './proto-net.js';
import { taskFeatures, type QueryStatistics } from './task-features.js';

export interface MatchingNetOptions<P> {
  readonly encoder: Encoder<P>;
  /** Classes that a task may have at most. Theta does not depend on it. */
  readonly ways: number;
  /** Default `cosine`, the paper's. As its attention is never sharp, `scaled(cosine, 10)` trains sooner to more. */
  readonly distance?: Distance;
  /** Full-context embeddings, where a query looks at the support set `steps` times. Then the order of support rows matters. Default: none. */
  readonly fullContext?: { readonly steps: number };
  /** Where the batch statistics of meta-training come from. Default 'query'. */
  readonly queryStatistics?: QueryStatistics;
}

export interface MatchingTheta<P> extends Comparison<P> {
  readonly fullContext?: FullContext;
}

/** A support set to attend to. */
export interface SupportMemory<P> extends Comparison<P> {
  /** (S, D): the features g of each support row. */
  readonly features: Tensor;
  /** (S, W): a one where its class is; zeros for a row that does not count. */
  readonly labels: Tensor;
  readonly statistics: Statistics;
  /** Of full-context embeddings. */
  readonly attention?: LstmParams;
}

/**
 * Matching networks (Vinyals et al. 2016): P(y | x, S) = sum_i a(x, x_i) y_i, where attention a is a softmax over the support set of the cosine
 * of features f(x) and g(x_i) (equations 1 and 2). The logits are the logarithms of these probabilities; queries of a class without support
 * have no part in meta-training.
 *
 * `extend` adds rows to the support set; full-context embeddings are of the whole set, so that with them one adapts anew.
 * @throws RangeError where `ways` or the steps of full-context embeddings make no sense.
 */
export function matchingNet<P>(options: MatchingNetOptions<P>): Algorithm<MatchingTheta<P>, SupportMemory<P>> {
  const { encoder, ways, distance = cosine, fullContext, queryStatistics = 'query' } = options;
  requireWays(ways);
  if (fullContext && !(Number.isInteger(fullContext.steps) && fullContext.steps >= 1)) {
    throw new RangeError(`The steps of full-context embeddings must be a whole number of at least 1, got ${fullContext.steps}.`);
  }
  const featuresOf = taskFeatures(encoder, queryStatistics);

  const remember = ({ scale, fullContext: context }: Omit<MatchingTheta<P>, 'encoder'>, features: Tensor, support: Pick<Examples, 'y' | 'mask'>) => {
    const labels = labelRows(support, ways);
    const rows = flatten(features);
    return context ? { scale, labels, features: inContext(context, rows, support.mask), attention: context.attention } : { scale, labels, features: rows };
  };
  const logits = ({ scale, features, labels, attention }: Omit<SupportMemory<P>, 'encoder' | 'statistics'>, query: Tensor): Tensor => {
    const present = sum(labels, 1);
    const rows = flatten(query);
    const embedded = attention ? attending(attention, rows, features, present, fullContext!.steps) : rows;
    return logProbabilities(onlyClasses(nearness(distance, scale, embedded, features), present), labels);
  };

  return {
    name: fullContext ? 'full-context matchingnet' : 'matchingnet',
    settings: { distance: distance.name, queryStatistics, ...(fullContext ? { contextSteps: fullContext.steps } : {}) },
    innerSteps: 0,
    init(key) {
      const [below, above] = split(key, 2);
      return { ...freshComparison(encoder, distance, below), ...(fullContext ? { fullContext: freshContext(above, sizeOf(encoder.outputShape)) } : {}) };
    },
    adapt(theta, { support }, { key } = {}) {
      const { output, statistics } = encoder.forward(theta.encoder, support.x, { mask: support.mask, key });
      return { encoder: theta.encoder, ...remember(theta, output, support), statistics };
    },
    ...(fullContext ? {} : { extend }),
    predict: (phi, x, { statistics, mask, classes } = {}) => onlyClasses(logits(phi, encoder.apply(phi.encoder, x, { statistics, mask })), classes),
    statistics: ({ statistics }) => statistics,
    objective(theta, task, { key } = {}) {
      const features = featuresOf(theta.encoder, task, key);
      const memory = remember(theta, features.support, task.support);
      return crossEntropy(logits(memory, features.query), task.query.y, { mask: answerable(task.query, sum(memory.labels, 0)), classes: task.classes });
    },
  };

  function extend(phi: SupportMemory<P>, { support }: Added, { key }: AdaptOptions = {}): SupportMemory<P> {
    const features = encoder.apply(phi.encoder, support.x, { mask: support.mask, statistics: phi.statistics, key });
    const more = remember({ scale: phi.scale }, features, support);
    return { ...phi, features: concat([phi.features, more.features]), labels: concat([phi.labels, more.labels]) };
  }
}

/** A probability below it is taken for it, so that its logarithm is finite; float32 holds it. */
const least = 1e-30;

/** log sum_i a_i y_i (N, W), where a is the softmax of `scores` (N, S) and y are the `labels` (S, W). */
function logProbabilities(scores: Tensor, labels: Tensor): Tensor {
  return onlyClasses(log(maximum(matmul(softmax(scores), labels), least)), sum(labels, 0));
}
