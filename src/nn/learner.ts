import type { HostOf, Tree } from '../graph/tree.js';
import type { Tensor } from '../graph/tensor.js';
import type { Key } from '../random/index.js';

/** Parameters and other trees of tensors. */
export type Params = Tree<Tensor>;

/** The parameters of what has none: no leaves. */
export type NoParams = Readonly<Record<string, never>>;

/** What a learner may be told beside its input. All of it is optional. */
export interface Context {
  /** The key of random layers, int32 (2). Without it dropout is off, as at test. */
  readonly key?: Tensor;
  /**
   * float32 (N), one for rows that count and zero for padding, which never enters statistics. Layers inside of a learner may also be given
   * (N, ...), for rows of which only some positions count.
   */
  readonly mask?: Tensor;
  /** Statistics to normalise with, from `Learner.statistics`, in place of those of the batch itself. */
  readonly statistics?: Statistics;
}

/** The statistics of each normalisation of a learner, in the order of use. */
export type Statistics = readonly { readonly mean: Tensor; readonly variance: Tensor }[];

/** What one pass gives: the output, and the statistics that it normalised with (those of the context, where it has some). */
export interface Pass {
  readonly output: Tensor;
  readonly statistics: Statistics;
}

/**
 * A model as pure functions. `P` is the structure of its parameters.
 *
 * Adapting never changes a learner: it makes other parameters.
 */
export interface Learner<P = Params> {
  /** Fresh parameters on the host. */
  init(key: Key): HostOf<P>;
  /** The output for a batch `x`, whose first axis is the rows. */
  apply(params: P, x: Tensor, context?: Context): Tensor;
  /** The statistics that `apply` would take from `x` itself; empty where nothing is normalised over the batch. */
  statistics(params: P, x: Tensor, context?: Context): Statistics;
  /** Both of one pass. What learners that are made of learners call. */
  forward(params: P, x: Tensor, context?: Context): Pass;
}

/** A learner from its parameters and its pass. A pass that normalises nothing over the batch may return just its output. */
export function learner<P>(init: (key: Key) => HostOf<P>, pass: (params: P, x: Tensor, context: Context) => Tensor | Pass): Learner<P> {
  const forward = (params: P, x: Tensor, context: Context = {}): Pass => {
    const result = pass(params, x, context);
    return 'output' in result ? result : { output: result, statistics: [] };
  };
  return {
    init,
    forward,
    apply: (params, x, context) => forward(params, x, context).output,
    statistics: (params, x, context) => forward(params, x, context).statistics,
  };
}
