import { joinedOf, type JoinedParams } from '../nn/joined.js';
import type { Learner } from '../nn/index.js';
import type { Algorithm } from './algorithm.js';
import type { InnerLoop } from './inner-loop.js';
import type { LearnerAndLoss } from './task-loss.js';

type Objective<P> = Algorithm<P, P>['objective'];

/**
 * The objective of plain gradient steps on all parameters. These are the same whether weights and biases lie apart or together: where the learner has a joined form, it is that form's, in fewer operations.
 * @param objectiveOf makes it of options with a learner.
 */
export function onJoined<P, Options extends LearnerAndLoss<P> & InnerLoop>(options: Options, objectiveOf: <Q>(options: Omit<Options, 'learner'> & { readonly learner: Learner<Q> }) => Objective<Q>): Objective<P> {
  const form = options.adapts || options.innerOptimizer ? undefined : joinedOf(options.learner);
  const plain = objectiveOf<P>(options);
  if (!form) return plain;
  const ofJoined = objectiveOf<JoinedParams>({ ...options, learner: form });
  return (theta, task, call) => {
    const joined = form.join(theta);
    return joined ? ofJoined(joined, task, call) : plain(theta, task, call);
  };
}
