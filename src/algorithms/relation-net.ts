import { cast, div, expandDims, greater, maximum, mul, neg, oneHot, ones, reshape, sigmoid, softplus, square, sub, sum, type Tensor } from '../graph/index.js';
import { after, flatten, onlyClasses, type Encoder, type Statistics } from '../nn/index.js';
import { split } from '../random/index.js';
import type { Examples } from '../tasks/index.js';
import type { Algorithm } from './algorithm.js';
import { addSums, classSums, requireWays, type ClassSums } from './class-sums.js';
import { relationModule, requireMaps, type Relation, type RelationParams } from './relation-module.js';
import { taskFeatures, type QueryStatistics } from './task-features.js';

export interface RelationNetOptions<P, R> {
  /** Its features are maps (H, W, C). */
  readonly encoder: Encoder<P>;
  /** Classes that a task may have at most. Theta does not depend on it. */
  readonly ways: number;
  /** Default: `relationModule` for the encoder's maps. */
  readonly relation?: Relation<R>;
  /** Where the batch statistics of meta-training come from. Default 'query'. */
  readonly queryStatistics?: QueryStatistics;
}

export interface RelationTheta<P, R> {
  readonly encoder: P;
  readonly relation: R;
}

/** A task's class maps, as sums of maps; the batch statistics are those of the support set that they began with. */
export interface ClassMaps<P, R> extends RelationTheta<P, R>, ClassSums {
  readonly statistics: Statistics;
}

/**
 * Relation networks (Sung et al. 2018): a class is the sum of its support maps, and a learned module gives each pair of class and query a relation
 * score in (0, 1), which the mean squared error draws to one for the query's own class and to zero for the others (equations 1 and 2).
 *
 * Outputs are the logarithms of the scores: exp gives the score, for a threshold, and softmax the scores divided by their sum. As each pair is
 * trained by itself, these are no calibrated probabilities.
 *
 * The module's batch statistics are over pairs of rows and classes that count: of the rows at hand (transductive), or of the support set, each
 * row of it taken as a query, and so compared also with a class that it is part of (inductive). What `extend` adds does not change them.
 * @throws RangeError where `ways` is not a whole number of at least 2, or the encoder gives no maps.
 */
export function relationNet<P, R = RelationParams>(options: RelationNetOptions<P, R>): Algorithm<RelationTheta<P, R>, ClassMaps<P, R>> {
  const { encoder, ways, queryStatistics = 'query' } = options;
  requireWays(ways);
  requireMaps(encoder.outputShape);
  const featuresOf = taskFeatures(encoder, queryStatistics);
  const relation = options.relation ?? (relationModule({ inputShape: encoder.outputShape }) as unknown as Relation<R>);

  /** Relations (N, W) of maps to classes, before the sigmoid, and the module's statistics. */
  const relate = (params: R, { sums, counts }: ClassSums, maps: Tensor, { mask, statistics }: { readonly mask?: Tensor; readonly statistics?: Statistics }) => {
    const pass = relation.forward(params, reshape(sums, [ways, ...encoder.outputShape]), maps, { mask: reshape(pairs(maps.shape[0], counts, mask), [-1]), statistics });
    return { relations: reshape(pass.output, [-1, ways]), statistics: pass.statistics };
  };
  const ofSupport = (params: R, maps: Tensor, support: Examples): ClassSums & { readonly statistics: Statistics } => {
    const classes = classSums(flatten(maps), support, ways);
    return { ...classes, statistics: relate(params, classes, maps, support).statistics };
  };

  return {
    name: 'relationnet',
    settings: { queryStatistics },
    innerSteps: 0,
    init(key) {
      const [below, above] = split(key, 2);
      return { encoder: encoder.init(below), relation: relation.init(above) };
    },
    adapt(theta, { support }, { key } = {}) {
      const { output, statistics } = encoder.forward(theta.encoder, support.x, { mask: support.mask, key });
      const classes = ofSupport(theta.relation, output, support);
      return { ...theta, ...classes, statistics: [...statistics, ...classes.statistics] };
    },
    extend(phi, { support }, { key } = {}) {
      const maps = encoder.apply(phi.encoder, support.x, { mask: support.mask, statistics: phi.statistics, key });
      return { ...phi, ...addSums(phi, classSums(flatten(maps), support, ways)) };
    },
    predict(phi, x, { statistics, mask, classes } = {}) {
      const maps = encoder.forward(phi.encoder, x, { statistics, mask });
      const { relations } = relate(phi.relation, phi, maps.output, after({ statistics, mask }, maps.statistics));
      return onlyClasses(onlyClasses(neg(softplus(neg(relations))), phi.counts), classes);
    },
    statistics: ({ statistics }) => statistics,
    objective(theta, task, { key } = {}) {
      const { query, classes: allowed } = task;
      const features = featuresOf(theta.encoder, task, key);
      const classes = ofSupport(theta.relation, features.support, task.support);
      const statistics = queryStatistics === 'support' ? classes.statistics : undefined;
      const { relations } = relate(theta.relation, classes, features.query, { mask: query.mask, statistics });
      const counting = pairs(query.x.shape[0], allowed ? mul(classes.counts, allowed) : classes.counts, query.mask);
      const errors = square(sub(sigmoid(relations), oneHot(query.y, ways)));
      return div(sum(mul(errors, counting)), maximum(sum(counting), 1));
    },
  };
}

/** One for pairs of a row that counts and a class with support, float32 (N, W). */
function pairs(rows: number, counts: Tensor, mask?: Tensor): Tensor {
  const present = expandDims(cast(greater(counts, 0), 'float32'), 0);
  return mul(mask ? expandDims(mask, 1) : ones([rows, 1]), present);
}
