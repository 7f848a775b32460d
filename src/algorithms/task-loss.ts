import { foldInKey, type Tensor } from '../graph/index.js';
import { onlyClasses, type Context, type Learner, type Loss } from '../nn/index.js';
import { oneOf } from '../nn/one-of.js';
import type { Examples, Given, Task } from '../tasks/index.js';
import type { Algorithm } from './algorithm.js';

/** What algorithms of one learner and one loss are made from. */
export interface LearnerAndLoss<P> {
  readonly learner: Learner<P>;
  readonly loss: Loss;
}

export type TaskLoss<P> = (params: P, examples: Examples, classes?: Tensor, context?: Context) => Tensor;

/**
 * L_tau(p): the loss of parameters on labelled examples.
 * @throws TypeError where the learner lacks one of its functions, or the loss is none.
 */
export function taskLoss<P>({ learner, loss }: LearnerAndLoss<P>): TaskLoss<P> {
  requireLearner(learner);
  if (typeof loss !== 'function') throw new TypeError(`A loss must be a function of predictions and targets, such as meanSquaredError or crossEntropy, got ${String(loss)}.`);
  return (params, { x, y, mask }, classes, context = {}) => loss(learner.apply(params, x, { ...context, mask }), y, { mask, classes });
}

/** The loss of the parameters of an inner loop on a task's support set, or on that of the step where each has its own; each step has a key of its own. */
export function supportLoss<P>(lossOf: TaskLoss<P>, { support, classes, later }: Given, key?: Tensor) {
  return (phi: P, step: number): Tensor => lossOf(phi, supportOf(step, support, later), classes, { key: key && foldInKey(key, step) });
}

/** @throws RangeError where each step has a support set of its own, but not this one. */
function supportOf(step: number, first: Examples, later: readonly Examples[] | undefined): Examples {
  if (step === 0 || later === undefined) return first;
  const own = later[step - 1];
  if (own === undefined) throw new RangeError(`Inner step ${step + 1} has no support set: each step has its own here, and there are ${later.length + 1}.`);
  return own;
}

/** Where the batch statistics of a query loss come from. */
export interface QueryStatistics {
  /**
   * The query set itself (transductive, as in the papers), or the support set (inductive: what is trained is then what predicts a single query).
   * Default 'query'.
   */
  readonly queryStatistics?: 'query' | 'support';
}

/**
 * L_tau(phi): the loss of adapted parameters on a task's query set, `step` inner steps having been made.
 * @throws RangeError where `queryStatistics` is neither of the two.
 */
export function queryLoss<P>(options: LearnerAndLoss<P> & QueryStatistics) {
  const lossOf = taskLoss(options);
  const { learner } = options;
  const from = oneOf('queryStatistics', options.queryStatistics ?? 'query', ['query', 'support']);
  return (phi: P, { support, query, classes }: Task, step: number, key?: Tensor): Tensor => {
    const statistics = from === 'support' ? learner.statistics(phi, support.x, { mask: support.mask }) : undefined;
    return lossOf(phi, query, classes, { statistics, key: key && foldInKey(key, step) });
  };
}

/**
 * `predict` and `statistics` of an algorithm whose adapted form is the learner's parameters.
 * @throws TypeError where the learner lacks one of its functions.
 */
export function predictionOf<P>(learner: Learner<P>): Pick<Algorithm<P, P>, 'predict' | 'statistics'> {
  requireLearner(learner);
  return {
    predict: (phi, x, { statistics, mask, classes } = {}) => onlyClasses(learner.apply(phi, x, { statistics, mask }), classes),
    statistics: (phi, { x, mask }) => learner.statistics(phi, x, { mask }),
  };
}

function requireLearner<P>(learner: Learner<P>): void {
  const missing = (['init', 'apply', 'statistics'] as const).filter((name) => typeof learner?.[name] !== 'function');
  if (missing.length > 0) throw new TypeError(`The learner has no ${missing.join(' and no ')}: make it with learner(init, pass), which gives it all that a learner needs.`);
}
