import type { Added, Algorithm } from '../algorithms/index.js';
import { leavesOf, mapTree, pathsOf, unflatten, type Tensor } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { ancestors } from '../graph/walk.js';
import type { Statistics } from '../nn/index.js';
import type { Given } from '../tasks/index.js';

/** What a user was adapted to, with the batch statistics that belong to it. */
export interface Adaptation<Phi> {
  readonly phi: Phi;
  readonly statistics: Statistics;
}

/** Which part of what a learner adapts to differs from user to user; the rest is the same for all. */
export interface AdaptedForm<Phi> {
  /** The leaves' paths: `phi.0.weight`, `statistics.1.mean`. */
  readonly paths: readonly string[];
  /** Whether a leaf has another shape where there are more examples. */
  readonly grows: boolean;
  /** The leaves that depend on the support set and are still read: by `predict`, and by `extend` where that `adds`. */
  partOf(adaptation: Adaptation<Phi>): Tensor[];
  /** The whole again. */
  wholeOf(part: readonly Tensor[]): Adaptation<Phi>;
  /** Whether more examples can be added to the part alone, of a size that stays, without those that are known: to sums, to a posterior. */
  readonly adds: boolean;
}

/** A learner whose parameters are the constants of all users. */
export interface FixedLearner<Phi> {
  adapt(given: Given): Adaptation<Phi>;
  extend?(adaptation: Adaptation<Phi>, added: Added): Adaptation<Phi>;
  predict(adaptation: Adaptation<Phi>, x: Tensor, classes?: Tensor): Tensor;
}

/** An algorithm with parameters that do not change any more, and what is said of its inner loop. */
export function fixedLearner<Theta, Phi>(algorithm: Algorithm<Theta, Phi>, theta: Theta, options: { readonly steps?: number; readonly learningRate?: number }): FixedLearner<Phi> {
  const { extend } = algorithm;
  return {
    adapt(given) {
      const phi = algorithm.adapt(theta, given, options);
      return { phi, statistics: algorithm.statistics(phi, given.support) };
    },
    ...(extend && { extend: ({ phi, statistics }, added) => ({ phi: extend(phi, added, options), statistics }) }),
    predict: ({ phi, statistics }, x, classes) => algorithm.predict(phi, x, { ...(classes && { classes }), ...(leavesOf(statistics).length > 0 ? { statistics } : {}) }),
  };
}

/**
 * Finds the part by tracing; nothing is computed. `given` has placeholders for that many rows.
 * @param together rows that come together only, such as the steps of an episode: what is traced has some times as many. Default 1.
 */
export function adaptedForm<Phi>(learner: FixedLearner<Phi>, given: (rows: number) => Given, together = 1): AdaptedForm<Phi> {
  const few = 2 * together;
  const [{ whole, paths, leaves, own }, other] = [few, few + together].map((rows) => traced(learner, given(rows)));
  const wholeOf = (part: readonly number[], values: readonly Tensor[]): Adaptation<Phi> => unflatten(whole, leaves.map((leaf, i) => values[part.indexOf(i)] ?? leaf)) as Adaptation<Phi>;

  const stand = own.map((i) => placeholder(leaves[i].shape, leaves[i].dtype, 'An adapted parameter'));
  const standing = wholeOf(own, stand);
  const readBy = (outputs: readonly Tensor[]): number[] => {
    const reached = new Set(ancestors(outputs));
    return own.filter((_, i) => reached.has(stand[i]));
  };
  const predicting = readBy([learner.predict(standing, given(few).support.x)]);
  const adding = learner.extend && extending(learner.extend);
  const part = adding ?? predicting;
  return {
    paths: part.map((i) => paths[i]),
    grows: grows(part),
    partOf: (adaptation) => leavesAt(adaptation, part),
    wholeOf: (values) => wholeOf(part, values),
    adds: adding !== undefined,
  };

  function grows(which: readonly number[]): boolean {
    return which.some((i) => String(leaves[i].shape) !== String(other.leaves[i].shape));
  }

  /** What extending reads, directly or for the next time; nothing where it grows with the examples or needs those of before. */
  function extending(extend: NonNullable<FixedLearner<Phi>['extend']>): readonly number[] | undefined {
    const { support: known } = given(few);
    const extended = extend(standing, { support: given(few).support, known });
    for (let wanted = predicting; ; ) {
      const outputs = leavesAt(extended, wanted);
      const reached = new Set(ancestors(outputs));
      const all = own.filter((i) => wanted.includes(i) || readBy(outputs).includes(i));
      if (grows(all) || leavesOf<Tensor>(known).some((leaf) => reached.has(leaf))) return undefined;
      if (all.length === wanted.length) return all;
      wanted = all;
    }
  }
}

function leavesAt(tree: unknown, at: readonly number[]): Tensor[] {
  const leaves = leavesOf<Tensor>(tree);
  return at.map((i) => leaves[i]);
}

/** What a task is adapted to, and which leaves of it depend on the task. */
function traced<Phi>({ adapt }: FixedLearner<Phi>, given: Given): { whole: unknown; paths: readonly string[]; leaves: readonly Tensor[]; own: readonly number[] } {
  const whole = adapt(given);
  const leaves = leavesOf<Tensor>(whole);
  const inputs = new Set(leavesOf<Tensor>(given));
  const own = leaves.flatMap((leaf, i) => (ancestors([leaf]).some((node) => inputs.has(node)) ? [i] : []));
  return { whole: mapTree(() => null, whole), paths: pathsOf(whole), leaves, own };
}
