import type { Algorithm } from '../algorithms/index.js';
import type { Optimizer } from '../optim/index.js';
import { requireGivesParameters } from '../optim/optimizer.js';
import type { TaskFamily } from '../tasks/index.js';
import { requireFunctions } from './require-functions.js';

/** @throws TypeError where a family draws no tasks, or does not say what their answers are: something else was given, or what makes one was not called. */
export function requireFamily(family: TaskFamily): void {
  requireFunctions('family', family, ['sample'], 'a task family, such as sinusoid({ shots: 5, queries: 10 })');
  const kind = family.target?.kind as unknown;
  if (kind !== 'classes' && kind !== 'values') {
    throw new TypeError(`The target of ${family.name} must be { kind: 'classes', ways } or { kind: 'values', outputs }, got ${kind === undefined ? 'no kind' : `the kind ${JSON.stringify(kind)}`}.`);
  }
}

/** @throws TypeError where an algorithm lacks one of its functions. */
export function requireAlgorithm<Theta, Phi>(algorithm: Algorithm<Theta, Phi>): void {
  requireFunctions('algorithm', algorithm, ['init', 'adapt', 'predict', 'statistics', 'objective'], 'a meta-learning algorithm, such as maml({ learner, loss })');
}

/** @throws TypeError where an optimizer lacks one of its functions, or gives gradients. */
export function requireOptimizer(optimizer: Optimizer): void {
  requireFunctions('optimizer', optimizer, ['init', 'update'], 'an optimiser of metalearn/optim, such as adam(1e-3)');
  requireGivesParameters('The optimizer', optimizer);
}
