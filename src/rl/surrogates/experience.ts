import { slice, squeeze, type Tensor } from '../../graph/index.js';
import type { Distribution } from '../policies/index.js';

/** What was done in N steps and what came of it: the `y` of a support set of episodes, whose `x` is the observations. */
export interface Experience {
  /** (N, A). */
  readonly actions: Tensor;
  /** (N): how much better than expected. */
  readonly advantages: Tensor;
  /** (N, D): the distributions that the actions were drawn from. */
  readonly behaviour: Tensor;
}

/** The columns of a row of experience: an action, its advantage, and what it was drawn from. */
export function experienceWidth({ width, parameters }: Distribution): number {
  return width + 1 + parameters;
}

/** Experience from its rows (N, A + 1 + D). */
export function experienceOf({ width, parameters }: Distribution, y: Tensor): Experience {
  const columns = (from: number, to: number): Tensor => slice(y, [null, [from, to]]);
  return { actions: columns(0, width), advantages: squeeze(columns(width, width + 1), 1), behaviour: columns(width + 1, width + 1 + parameters) };
}
