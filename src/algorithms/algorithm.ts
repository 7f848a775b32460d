import type { HostOf, Tensor } from '../graph/index.js';
import type { Params, Statistics } from '../nn/index.js';
import type { Key } from '../random/index.js';
import type { Examples, Given, Task } from '../tasks/index.js';

/** What may be said for one call of `adapt`; the defaults are the algorithm's own. */
export interface AdaptOptions {
  /** Inner steps, a static whole number of at least 0. */
  readonly steps?: number;
  /** The inner learning rate: a number, or a scalar tensor where it changes from call to call. */
  readonly learningRate?: number | Tensor;
  /** int32 (2): the key of random layers. */
  readonly key?: Tensor;
  /** How much of meta-training is done, a float32 scalar from 0 to 1; absent outside of training. */
  readonly progress?: Tensor;
}

/** More examples for a task that was adapted to: `support` are the new ones, `classes` tells which there are with them. */
export interface Added extends Pick<Task, 'support' | 'classes'> {
  /** The examples that phi was made of. */
  readonly known: Examples;
}

/** What `predict` may be told. */
export interface PredictOptions {
  /** Where given, batch statistics come from here (inductive), else from the rows of `x` (transductive). */
  readonly statistics?: Statistics;
  readonly mask?: Tensor;
  /** Classes that the task has, float32 (W): others get a probability of zero. */
  readonly classes?: Tensor;
}

/**
 * A way of learning to learn. `Theta` is what is meta-trained, `Phi` what a task is adapted to. A value of pure functions
 * on graphs; it knows nothing of optimisers, files or progress.
 */
export interface Algorithm<Theta = Params, Phi = Params> {
  readonly name: string;
  /** What else was chosen, for config.json and to tell a changed algorithm on resuming. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Inner steps where a call does not say; 0 where adapting is no loop and `steps` changes nothing (prototypes, solvers, attention). */
  readonly innerSteps: number;
  /** Which leaves of theta, by their path, a task that adapts in a loop has a copy of: what a call of many tasks needs room for. Absent: all. */
  readonly copies?: (path: string) => boolean;
  /** Fresh meta-parameters on the host. */
  init(key: Key): HostOf<Theta>;
  /** U_tau(theta): what the support set makes of theta. */
  adapt(theta: Theta, task: Given, options?: AdaptOptions): Phi;
  /** What more examples of the same task, or of classes that it had not, make of phi, without starting over. Absent where only starting over will do. */
  extend?(phi: Phi, added: Added, options?: AdaptOptions): Phi;
  /** The adapted learner's outputs for a batch: logits (N, W) or values (N, D). */
  predict(phi: Phi, x: Tensor, options?: PredictOptions): Tensor;
  /** The statistics of the support set, for inductive prediction of single queries; empty where there are none. */
  statistics(phi: Phi, support: Examples): Statistics;
  /** L_tau(U_tau(theta)): the scalar that meta-training makes small. */
  objective(theta: Theta, task: Task, options?: AdaptOptions): Tensor;
}
