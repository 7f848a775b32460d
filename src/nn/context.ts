import { add, broadcastTo, concat, leavesOf, mapWithPath, matmul, ndarray, pathsOf, reshape, type HostOf, type NdArray, type Tensor } from '../graph/index.js';
import { foldIn, normal, split } from '../random/index.js';
import { learner, type Learner } from './learner.js';
import { isAffine } from './norm.js';
import { requireCount } from './require-count.js';

/** Parameters that all tasks share, and the context of one task, (contextSize). */
export type WithContext<P> = { readonly shared: P; readonly context: Tensor };

/** A learner that is told a vector beside its input. Without being told anything the vector is zero. */
export interface ContextLearner<P> extends Learner<WithContext<P>> {
  readonly contextSize: number;
}

/**
 * A learner that is told the context at the end of each input: `plain` takes inputs with `contextSize` more values on their last axis, a longer vector or an
 * image with more channels. Of no use where batch normalisation follows the first layer: it takes what is the same for all rows away.
 * @throws RangeError where `contextSize` is not a whole number of at least 1.
 */
export function toldBeside<P>(plain: Learner<P>, contextSize: number): ContextLearner<P> {
  return {
    contextSize: checked(contextSize),
    ...learner<WithContext<P>>(
      (key) => ({ shared: plain.init(key), context: nothing(contextSize) }) as HostOf<WithContext<P>>,
      ({ shared, context }, x, told) => plain.forward(shared, concat([x, broadcastTo(context, [...x.shape.slice(0, -1), contextSize])], -1), told),
    ),
  };
}

/** A learner's parameters and, for the scale and shift of each of its normalisations by their path, what a context adds to them: (contextSize, C). */
export type Filmed<P> = { readonly params: P; readonly film: Readonly<Record<string, Tensor>> };

/**
 * A learner that is told the context by feature-wise linear modulation (FiLM; Perez et al. 2018): each channel is scaled and shifted after its normalisation by amounts that are linear in the context.
 * @throws RangeError where `contextSize` is not a whole number of at least 1; TypeError at `init` where the learner normalises nothing.
 */
export function toldByFilm<P>(plain: Learner<P>, contextSize: number): ContextLearner<Filmed<P>> {
  return {
    contextSize: checked(contextSize),
    ...learner<WithContext<Filmed<P>>>(
      (key) => {
        const [below, above] = split(key);
        const params = plain.init(below);
        return { shared: { params, film: filmOf(params, contextSize, above) }, context: nothing(contextSize) } as HostOf<WithContext<Filmed<P>>>;
      },
      ({ shared: { params, film }, context }, x, told) => {
        const row = reshape(context, [1, contextSize]);
        const modulated = mapWithPath((leaf, path) => (film[path] ? add(leaf as Tensor, reshape(matmul(row, film[path]), [-1])) : leaf), params) as P;
        return plain.forward(modulated, x, told);
      },
    ),
  };
}

/** Weights that start small and not at zero: a context of zero could never leave it else. */
function filmOf(params: unknown, contextSize: number, key: Parameters<typeof foldIn>[0]): Record<string, NdArray> {
  const leaves = leavesOf<NdArray>(params);
  const film = pathsOf(params).flatMap((path, i) =>
    isAffine(path) ? [[path, normal(foldIn(key, i), [contextSize, leaves[i].shape[0]], 0, 1 / Math.sqrt(contextSize))] as const] : [],
  );
  if (film.length === 0) throw new TypeError('toldByFilm modulates normalisations, and this learner has none. Give it some, or use toldBeside.');
  return Object.fromEntries(film);
}

function nothing(contextSize: number): NdArray {
  return ndarray(new Float32Array(contextSize));
}

function checked(contextSize: number): number {
  requireCount({ contextSize });
  return contextSize;
}
