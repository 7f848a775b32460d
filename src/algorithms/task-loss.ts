import type { Tensor } from '../graph/index.js';
import { onlyClasses, type Context, type Learner, type Loss } from '../nn/index.js';
import type { Examples } from '../tasks/index.js';
import type { Algorithm } from './algorithm.js';

/** What algorithms of one learner and one loss are made from. */
export interface LearnerAndLoss<P> {
  readonly learner: Learner<P>;
  readonly loss: Loss;
}

/** L_tau(p): the loss of parameters on labelled examples. */
export function taskLoss<P>({ learner, loss }: LearnerAndLoss<P>) {
  return (params: P, { x, y, mask }: Examples, classes?: Tensor, context: Context = {}): Tensor =>
    loss(learner.apply(params, x, { ...context, mask }), y, { mask, classes });
}

/**
 * `predict` and `statistics` of an algorithm whose adapted form is the learner's parameters.
 * @throws TypeError where the learner lacks one of its functions.
 */
export function predictionOf<P>(learner: Learner<P>): Pick<Algorithm<P, P>, 'predict' | 'statistics'> {
  const missing = (['init', 'apply', 'statistics'] as const).filter((name) => typeof learner[name] !== 'function');
  if (missing.length > 0) throw new TypeError(`The learner has no ${missing.join(' and no ')}: make it with learner(init, pass), which gives it all that a learner needs.`);
  return {
    predict: (phi, x, { statistics, mask, classes } = {}) => onlyClasses(learner.apply(phi, x, { statistics, mask }), classes),
    statistics: (phi, { x, mask }) => learner.statistics(phi, x, { mask }),
  };
}
