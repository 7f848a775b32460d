import { zeros } from '../graph/index.js';
import type { ContextLearner, WithContext } from '../nn/index.js';
import type { Algorithm } from './algorithm.js';
import { maml, type MamlOptions } from './maml.js';

export interface CaviaOptions<P> extends Omit<MamlOptions<WithContext<P>>, 'learner' | 'adapts'> {
  /** A learner that is told a context: `toldBeside(...)` or `toldByFilm(...)`. */
  readonly learner: ContextLearner<P>;
}

/**
 * Fast context adaptation via meta-learning (Zintgraf, Shiarli, Kurin, Hofmann and Whiteson 2019, equations 4 and 5): the inner loop adapts only a context vector, which is zero at the start of every
 * task; the learner that is told it is what all tasks share.
 * @throws RangeError as `maml` does; TypeError where the learner is told no context.
 */
export function cavia<P>(options: CaviaOptions<P>): Algorithm<P, WithContext<P>> {
  const contextSize = options.learner?.contextSize as number | undefined;
  if (contextSize === undefined) throw new TypeError('cavia takes a learner that is told a context: make one with toldBeside(learner, size) or toldByFilm(learner, size).');
  const { settings, adapt, objective, ...inner } = maml<WithContext<P>>({ ...options, adapts: (path) => path === 'context' });
  const fresh = (shared: P): WithContext<P> => ({ shared, context: zeros([contextSize]) });
  return {
    ...inner,
    name: 'cavia',
    settings: { ...settings, contextSize },
    init: (key) => options.learner.init(key).shared,
    adapt: (theta, task, call) => adapt(fresh(theta), task, call),
    objective: (theta, task, call) => objective(fresh(theta), task, call),
  };
}
