import type { Params } from '../nn/index.js';

/**
 * Everything here is a pair of pure functions on trees of tensors, `{init, update}`, with its state outside (the idea is
 * optax's). What differs is what `update` makes of a gradient:
 *
 * - a GradientTransformation gives a gradient again: clipped, averaged, rescaled;
 * - an Optimizer gives the new parameters.
 *
 * `chain` feeds one into the next; `descend` makes an optimizer of a transformation and a learning rate. A tree may
 * also be a single tensor: all parameters as one flat vector.
 */
export interface GradientTransformation {
  /** What it is, with its numbers: a run is not resumed by an optimiser of another name. Absent: it is not asked. */
  readonly name?: string;
  /** The state before the first update: a tree of tensors, empty where nothing is remembered. */
  init(params: Params): Params;
  /** The transformed gradient and the next state. */
  update<P>(gradient: P, state: Params, params: P): [gradient: P, state: Params];
  readonly gives: 'gradient';
}

export interface Optimizer {
  /** As a transformation's. How long a schedule takes has no part in it, as a run may be made longer. */
  readonly name?: string;
  /** The state before the first update: a tree of tensors. */
  init(params: Params): Params;
  /** The new parameters and the next state. Runs inside a compiled step. */
  update<P>(gradient: P, state: Params, params: P): [params: P, state: Params];
  /** Absent: what a transformation gives would be taken for parameters. */
  readonly gives?: undefined;
}

/** @throws TypeError where `optimizer`, named `name`, is a transformation: its gradient would be taken for the new parameters. */
export function requireGivesParameters(name: string, { gives }: { readonly gives?: unknown }): void {
  if (gives !== undefined) throw new TypeError(`${name} gives a gradient, not parameters: make an optimizer of it with chain(it, sgd(rate)) or descend(it, rate).`);
}
