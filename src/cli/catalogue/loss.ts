import { crossEntropy, meanSquaredError, type Learner, type Loss } from '../../nn/index.js';
import type { Target } from '../../tasks/index.js';
import type { TaskShape } from './algorithm-entry.js';
import type { Network } from './network-entry.js';

/** What is usually made small for a kind of answers. */
export function lossOf({ kind }: Target): Loss {
  return kind === 'classes' ? crossEntropy : meanSquaredError;
}

/** Logits of each class, or values of a row. */
export function outputsOf(target: Target): number {
  return target.kind === 'classes' ? target.ways : target.outputs;
}

/** The network with a head for a kind of answers, and its loss: what gradient-based algorithms adapt. */
export function learnerAndLoss({ target }: TaskShape, network: Network): { learner: Learner<unknown>; loss: Loss } {
  return { learner: network.learner(outputsOf(target)), loss: lossOf(target) };
}
