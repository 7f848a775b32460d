import type { Added, Algorithm } from '../../algorithms/index.js';
import { leavesOf, mapTree, unflatten, type Tensor } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { ancestors } from '../../graph/walk.js';
import type { Statistics } from '../../nn/index.js';
import type { Examples } from '../../tasks/index.js';

/** What a user was adapted to, with the batch statistics that belong to it. */
export interface Adaptation<Phi> {
  readonly phi: Phi;
  readonly statistics: Statistics;
}

/** Which part of what a learner adapts to differs from user to user; the rest is the same for all. */
export interface AdaptedForm<Phi> {
  /** The leaves that depend on the support set and are still read: by `predict`, and by `extend` where that `adds`. */
  partOf(adaptation: Adaptation<Phi>): Tensor[];
  /** The whole again. */
  wholeOf(part: readonly Tensor[]): Adaptation<Phi>;
  /** Whether more examples can be added to the part alone, of a size that stays, without those that are known: to sums, to a posterior. */
  readonly adds: boolean;
}

/** A learner whose parameters are the constants of all users. */
export interface FixedLearner<Phi> {
  adapt(support: Examples): Adaptation<Phi>;
  extend?(adaptation: Adaptation<Phi>, added: Added): Adaptation<Phi>;
  predict(adaptation: Adaptation<Phi>, x: Tensor): Tensor;
}

/** An algorithm with parameters that do not change any more, and what is said of its inner loop. */
export function fixedLearner<Theta, Phi>(algorithm: Algorithm<Theta, Phi>, theta: Theta, options: { readonly steps?: number; readonly learningRate?: number }): FixedLearner<Phi> {
  const { extend } = algorithm;
  const withStatistics = (phi: Phi, support: Examples): Adaptation<Phi> => ({ phi, statistics: algorithm.statistics(phi, support) });
  return {
    adapt: (support) => withStatistics(algorithm.adapt(theta, { support }, options), support),
    ...(extend && { extend: ({ phi, statistics }, added) => ({ phi: extend(phi, added, options), statistics }) }),
    predict: ({ phi, statistics }, x) => algorithm.predict(phi, x, leavesOf(statistics).length > 0 ? { statistics } : {}),
  };
}

/** Finds the part by tracing; nothing is computed. `examples` gives placeholders for that many rows. */
export function adaptedForm<Phi>(learner: FixedLearner<Phi>, examples: (rows: number) => Examples): AdaptedForm<Phi> {
  const [{ whole, leaves, own }, other] = [2, 3].map((rows) => traced(learner, examples(rows)));
  const wholeOf = (part: readonly number[], given: readonly Tensor[]): Adaptation<Phi> => unflatten(whole, leaves.map((leaf, i) => given[part.indexOf(i)] ?? leaf)) as Adaptation<Phi>;

  const stand = own.map((i) => placeholder(leaves[i].shape, leaves[i].dtype, 'An adapted parameter'));
  const standing = wholeOf(own, stand);
  const readBy = (outputs: readonly Tensor[]): number[] => {
    const reached = new Set(ancestors(outputs));
    return own.filter((_, i) => reached.has(stand[i]));
  };
  const predicting = readBy([learner.predict(standing, examples(2).x)]);
  const adding = learner.extend && extending(learner.extend);
  const part = adding ?? predicting;
  return { partOf: (adaptation) => leavesAt(adaptation, part), wholeOf: (given) => wholeOf(part, given), adds: adding !== undefined };

  /** What extending reads, directly or for the next time; nothing where it grows with the examples or needs those of before. */
  function extending(extend: NonNullable<FixedLearner<Phi>['extend']>): readonly number[] | undefined {
    const known = examples(2);
    const extended = extend(standing, { support: examples(2), known });
    for (let wanted = predicting; ; ) {
      const outputs = leavesAt(extended, wanted);
      const reached = new Set(ancestors(outputs));
      const all = own.filter((i) => wanted.includes(i) || readBy(outputs).includes(i));
      const grows = all.some((i) => String(leaves[i].shape) !== String(other.leaves[i].shape));
      if (grows || leavesOf<Tensor>(known).some((leaf) => reached.has(leaf))) return undefined;
      if (all.length === wanted.length) return all;
      wanted = all;
    }
  }
}

function leavesAt(tree: unknown, at: readonly number[]): Tensor[] {
  const leaves = leavesOf<Tensor>(tree);
  return at.map((i) => leaves[i]);
}

/** What a support set is adapted to, and which leaves of it depend on it. */
function traced<Phi>({ adapt }: FixedLearner<Phi>, support: Examples): { whole: unknown; leaves: readonly Tensor[]; own: readonly number[] } {
  const whole = adapt(support);
  const leaves = leavesOf<Tensor>(whole);
  const inputs = new Set(leavesOf<Tensor>(support));
  const own = leaves.flatMap((leaf, i) => (ancestors([leaf]).some((node) => inputs.has(node)) ? [i] : []));
  return { whole: mapTree(() => null, whole), leaves, own };
}
